/**
 * The schemas that clients of the AWS SDK for JavaScript carry: nested tuples whose first element says what they are. They tell which
 * letters a member's name has and what a value is; Step Functions writes all names with a capital letter, whatever the API does.
 */
type Schema = unknown;

const LIST = 1;
const MAP = 2;
const BLOBS: readonly unknown[] = [21, 42];
const TIMESTAMPS: readonly unknown[] = [4, 5, 6, 7];

/** The value of a task's arguments as the client's command takes it. Without a schema it goes as it is. */
export function toClient(value: unknown, schema: Schema): unknown {
  const plain = resolved(schema);
  if (BLOBS.includes(plain)) return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
  if (TIMESTAMPS.includes(plain)) return timeOf(value);
  if (Array.isArray(value))
    return value.map((item) => toClient(item, kindOf(plain) === LIST ? at(plain, 4) : undefined));
  if (typeof value !== 'object' || value === null) return value;
  if (kindOf(plain) === MAP) return mapped(value, (inner) => toClient(inner, at(plain, 5)));
  const members = membersOf(plain);
  if (members === undefined) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const member = members.find(([own]) => own === name) ?? members.find(([own]) => capitalized(own) === name);
      return [member?.[0] ?? name, toClient(inner, member?.[1])];
    }),
  );
}

/** What a client answered, as a task's result: capital letters, times as text, streams and bytes as text. */
export async function fromClient(value: unknown, schema: Schema): Promise<unknown> {
  const plain = resolved(schema);
  if (value instanceof Date) return value.toISOString();
  if (isStream(value)) return value.transformToString();
  if (value instanceof Uint8Array) return textOf(value);
  if (Array.isArray(value)) {
    return Promise.all(value.map((item) => fromClient(item, kindOf(plain) === LIST ? at(plain, 4) : undefined)));
  }
  if (value instanceof Set) return fromClient([...value], schema);
  if (typeof value !== 'object' || value === null) return value;
  const isMap = kindOf(plain) === MAP;
  const members = isMap ? undefined : membersOf(plain);
  const entries = await Promise.all(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(async ([name, inner]) => {
        const member = members?.find(([own]) => own === name);
        const below = isMap ? at(plain, 5) : member?.[1];
        return [member === undefined ? name : capitalized(name), await fromClient(inner, below)] as const;
      }),
  );
  return Object.fromEntries(entries);
}

/** The schema behind references and traits: a tuple of a list, map or structure, or the number of a simple type. */
function resolved(schema: Schema): Schema {
  let current = schema;
  for (;;) {
    if (typeof current === 'function') current = (current as () => Schema)();
    else if (!Array.isArray(current)) return current;
    // A member with traits: [schema, traits].
    else if (typeof current[1] !== 'string') current = current[0] as Schema;
    // A simple type with a name: [0, namespace, name, traits, schema].
    else if (current[0] === 0) current = current[4] as Schema;
    else return current;
  }
}

function kindOf(schema: Schema): unknown {
  return Array.isArray(schema) ? (schema[0] as unknown) : undefined;
}

function at(schema: Schema, index: number): Schema {
  return Array.isArray(schema) ? (schema[index] as Schema) : undefined;
}

/** Names and schemas of a structure's members. */
function membersOf(schema: Schema): readonly (readonly [string, Schema])[] | undefined {
  const names = at(schema, 4);
  const schemas = at(schema, 5);
  if (kindOf(schema) === LIST || !Array.isArray(names) || !Array.isArray(schemas)) return undefined;
  return names.map((name, i) => [String(name), schemas[i] as Schema]);
}

function mapped(value: object, change: (inner: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner)]));
}

function capitalized(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function timeOf(value: unknown): unknown {
  if (typeof value === 'number') return new Date(value * 1000);
  return typeof value === 'string' ? new Date(value) : value;
}

interface Stream {
  transformToString(): Promise<string>;
}

function isStream(value: unknown): value is Stream {
  return typeof (value as Partial<Stream> | null)?.transformToString === 'function';
}

/** Bytes that are no text are given in base64. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('base64');
  }
}

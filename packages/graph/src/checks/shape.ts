import type { Diagnostic } from '../diagnostic.js';
import type { NodeId } from '../reference.js';
import { fault } from './check.js';

/** A fault of shape: where in the JSON, and what should be there. */
interface Mismatch {
  readonly path: string;
  readonly wanted: string;
}

/** Tells where a value differs from what it should be. */
type Shape = (value: unknown, path: string) => Iterable<Mismatch>;

/**
 * Whether a value that came as JSON has the shape of a graph: what the types promise and JSON does not. The same as the
 * published schema but for ranges, which are other checks'. Unknown fields are let through: a later version of this form
 * may add some.
 */
export function* checkShape(graph: unknown): Generator<Diagnostic> {
  for (const { path, wanted } of GRAPH(graph, '')) {
    const where = path === '' ? 'The graph' : path;
    yield fault(
      'FLOW1001',
      nodeAt(graph, path),
      `${where} is not ${wanted}`,
      'Write graphs with flow(), or keep to the JSON Schema.',
    );
  }
}

/** The id of the innermost node on the way to a path. */
function nodeAt(graph: unknown, path: string): NodeId {
  let at: NodeId = '';
  let value = graph;
  for (const name of path.split('/').slice(1)) {
    value = typeof value === 'object' && value !== null ? field(value, name) : undefined;
    if (isObject(value) && typeof field(value, 'id') === 'string') at = String(field(value, 'id'));
  }
  return at;
}

const text: Shape = (value, path) => (typeof value === 'string' ? [] : [{ path, wanted: 'a string' }]);
const number: Shape = (value, path) => (Number.isFinite(value) ? [] : [{ path, wanted: 'a number' }]);
const anything: Shape = (value, path) => (value === undefined ? [{ path, wanted: 'there' }] : []);
const truth: Shape = (value, path) => (typeof value === 'boolean' ? [] : [{ path, wanted: 'true or false' }]);

function oneOf(...values: readonly unknown[]): Shape {
  const wanted = values.map((value) => JSON.stringify(value)).join(' or ');
  return (value, path) => (values.includes(value) ? [] : [{ path, wanted }]);
}

function list(element: Shape): Shape {
  return function* (value, path) {
    if (!Array.isArray(value)) yield { path, wanted: 'a list' };
    else for (const [at, each] of (value as readonly unknown[]).entries()) yield* element(each, `${path}/${at}`);
  };
}

function map(element: Shape): Shape {
  return function* (value, path) {
    if (!isObject(value)) yield { path, wanted: 'an object' };
    else for (const [name, each] of Object.entries(value)) yield* element(each, `${path}/${name}`);
  };
}

function object(
  required: { readonly [field: string]: Shape },
  optional: { readonly [field: string]: Shape } = {},
): Shape {
  return function* (value, path) {
    if (!isObject(value)) {
      yield { path, wanted: 'an object' };
      return;
    }
    for (const [name, shape] of Object.entries(required)) yield* shape(field(value, name), `${path}/${name}`);
    for (const [name, shape] of Object.entries(optional)) {
      if (field(value, name) !== undefined) yield* shape(field(value, name), `${path}/${name}`);
    }
  };
}

/** An object of one of several shapes, told apart by a field. */
function tagged(tag: string, shapes: { readonly [value: string]: Shape }): Shape {
  const known = oneOf(...Object.keys(shapes));
  return function* (value, path) {
    const name = isObject(value) ? field(value, tag) : undefined;
    const shape = typeof name === 'string' && Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    if (!isObject(value)) yield { path, wanted: 'an object' };
    else if (shape) yield* shape(value, path);
    else yield* known(name, `${path}/${tag}`);
  };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function field(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? (value as { readonly [name: string]: unknown })[name] : undefined;
}

const PATH = { path: list(text) };
const PARAMETER: Shape = object({ param: text, ...PATH });
const REFERENCES: readonly (readonly [string, Shape])[] = ['node', 'item', 'param'].map((of) => [
  of,
  object({ [of]: text, ...PATH }),
]);

const reference: Shape = function* (value, path) {
  const kinds = REFERENCES.filter(([of]) => isObject(value) && field(value, of) !== undefined);
  const [kind] = kinds;
  if (!kind || kinds.length > 1) yield { path, wanted: 'a reference: {node | item | param, path}' };
  else yield* kind[1](value, path);
};

const sourceText: Shape = (value, path) => (typeof value === 'string' ? [] : reference(value, path));
const IN_BUCKET = { bucket: sourceText };
const FILE = { ...IN_BUCKET, key: sourceText };
const LIMITED = { maxItems: number, kmsKey: text };
const SOURCE: Shape = tagged('source', {
  's3.list': object({ ...IN_BUCKET, prefix: sourceText }, LIMITED),
  's3.json': object(FILE, { ...LIMITED, pointer: text }),
  's3.jsonl': object(FILE, LIMITED),
  's3.csv': object(
    { ...FILE, columns: map(text) },
    { ...LIMITED, header: list(text), delimiter: oneOf('comma', 'pipe', 'semicolon', 'space', 'tab') },
  ),
  's3.parquet': object(FILE, LIMITED),
  's3.inventory': object(FILE, LIMITED),
});
const items: Shape = (value, path) =>
  isObject(value) && field(value, 'source') !== undefined ? SOURCE(value, path) : reference(value, path);
const SECRET: Shape = tagged('from', {
  secretsmanager: object({ name: text }, { kmsKey: text, key: text }),
  ssm: object({ name: text }, { kmsKey: text }),
});
/** A number of a foreach: one, or a parameter. */
const setting: Shape = (value, path) =>
  typeof value === 'object' && value !== null ? PARAMETER(value, path) : number(value, path);

/** Bodies hold nodes and nodes hold bodies: the name is taken when the shape is used, not when it is made. */
const body: Shape = (value, path) => BODY(value, path);

const base = { id: text };
const NODE: Shape = tagged('kind', {
  step: object(
    { ...base, in: map(reference) },
    {
      after: list(text),
      catch: object(base),
      timeoutSeconds: number,
      env: map(text),
      secrets: map(SECRET),
      resources: object(
        {},
        { on: text, cpu: number, memoryMb: number, gpu: number, architecture: oneOf('x86_64', 'arm64') },
      ),
      retry: object(
        { attempts: number },
        { delaySeconds: number, backoff: number, maxDelaySeconds: number, on: list(text) },
      ),
    },
  ),
  foreach: object(
    { ...base, items, body },
    {
      after: list(text),
      tolerate: object({}, { count: setting, percentage: setting }),
      concurrency: setting,
      strategy: object({ kind: text, apiVersion: number, options: anything }, { package: text }),
    },
  ),
  choose: object({ ...base, by: reference, cases: map(body) }, { after: list(text), otherwise: body }),
});

const BODY: Shape = object({ nodes: list(NODE) }, { result: reference });

const about = { description: text };
const PARAM: Shape = tagged('type', {
  string: object({}, { ...about, default: text }),
  number: object({}, { ...about, default: number }),
  integer: object({}, { ...about, default: number }),
  boolean: object({}, { ...about, default: truth }),
  enum: object({ values: list(text) }, { ...about, default: text }),
  json: object({}, about),
});

const END = oneOf('SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED');
const STARTED = { params: map(anything) };
const SCHEDULE: Shape = object({ expression: text }, { ...STARTED, timeZone: text, overlap: oneOf('allow', 'skip') });
const TRIGGER: Shape = tagged('on', {
  'flow-end': object({ flow: text, status: list(END) }, { ...STARTED, from: map(oneOf('run', 'status')) }),
  's3-object': object(
    { bucket: text },
    { ...STARTED, prefix: text, suffix: text, from: map(oneOf('key', 'bucket', 'size', 'etag')) },
  ),
});

const GRAPH: Shape = object(
  { schemaVersion: oneOf(1), name: text, params: map(PARAM), body },
  {
    description: text,
    timeoutSeconds: number,
    schedules: map(SCHEDULE),
    triggers: map(TRIGGER),
    notify: list(object({ target: text, status: list(END) })),
  },
);

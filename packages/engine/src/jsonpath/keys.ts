import type { Json } from '@flowmap/asl/language';
import { javaText } from './java-text.js';
import { PathError } from './path-error.js';
import { isList, isRecord } from './shapes.js';

/** A step of a way that leads to one place: the name of a field, or the position of an element. */
export type Key = string | number;

/** The value at the end of a way. Throws PathError where there is none. */
export function valueAt(keys: readonly Key[], value: Json): Json {
  let found: Json | undefined = value;
  for (const key of keys) {
    found = step(found, key);
    if (found === undefined) throw missing(keys, value);
  }
  return found;
}

/** An object with those of some fields that are there, of the object at the end of a way. Throws PathError. */
export function fieldsAt(keys: readonly Key[], names: readonly string[], value: Json): Json {
  const found = valueAt(keys, value);
  if (!isRecord(found)) {
    const message = `Property [${names.map(quoted).join(', ')}] not found in path ${showKeys(keys)}`;
    throw new PathError(message, { kind: 'missing' });
  }
  const present = names.filter((name) => Object.hasOwn(found, name));
  return Object.fromEntries(present.map((name) => [name, found[name] as Json]));
}

/** A way as the service writes it: `$['a'][0]`. */
export function showKeys(keys: readonly Key[]): string {
  return `$${keys.map((key) => (typeof key === 'number' ? `[${key}]` : `[${quoted(key)}]`)).join('')}`;
}

function step(value: Json, key: Key): Json | undefined {
  if (typeof key === 'number') return isList(value) ? value.at(key) : undefined;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Why there is nothing at the end of a way, in the words of the library that the service uses. */
function missing(keys: readonly Key[], value: Json): PathError {
  let current = value;
  for (const [i, key] of keys.entries()) {
    const next = step(current, key);
    if (next === undefined) return missingStep(keys, i, current);
    current = next;
  }
  throw new Error(`There is a value at ${showKeys(keys)}: please report this`);
}

function missingStep(keys: readonly Key[], i: number, value: Json): PathError {
  const step = keys[i] as Key;
  const isLast = i === keys.length - 1;
  const fail = (message: string, kind: 'missing' | 'past-end' | 'unfit' = 'missing'): PathError =>
    new PathError(message, { kind, step });
  if (typeof step === 'number') {
    if (isList(value)) return fail(`No results for path: ${showKeys(keys)}`, isLast ? 'past-end' : 'missing');
    if (value === null) return fail(`The path ${showKeys(keys.slice(0, i))} is null`, 'unfit');
    return fail(`Filter: [${step}] can only be applied to arrays. Current context is: ${javaText(value)}`, 'unfit');
  }
  if (!isRecord(value)) return fail(`Property [${quoted(step)}] not found in path ${showKeys(keys.slice(0, i))}`);
  const there = showKeys(keys.slice(0, i + 1));
  return fail(isLast ? `No results for path: ${there}` : `Missing property in path ${there}`);
}

function quoted(name: string): string {
  return `'${name}'`;
}

import { isReferencePath, type Json, parsePath } from '@flowmap/asl/language';
import type { Key } from './keys.js';
import { keysOf } from './path.js';
import { isList, isRecord } from './shapes.js';

/** A place in a state's data where something can be put. */
export interface ReferencePath {
  /**
   * The data with the value at the place: a new object, which shares all that lies beside the way with the old one.
   * Objects on the way that are not there are made. Throws ReferenceConflict where something else stands on it.
   */
  put(data: Json, value: Json): Json;
}

/** What stands on the way of a reference path and cannot be stepped into; the message is the service's sentence. */
export class ReferenceConflict extends Error {
  override readonly name = 'ReferenceConflict';

  constructor(key: Key, data: Json) {
    super(`Unable to apply step "${key}" to input ${JSON.stringify(data)}`);
  }
}

/** Parses a reference path. Gives what is wrong with it where it is none. */
export function compileReferencePath(text: string): ReferencePath | string {
  const parsed = parsePath(text);
  const keys = typeof parsed === 'string' || !isReferencePath(text) ? undefined : keysOf(parsed.segments);
  if (keys === undefined) return 'is no reference path, as $.result';
  return { put: (data, value) => put(keys, 0, data, value, data) };
}

function put(keys: readonly Key[], i: number, at: Json | undefined, value: Json, data: Json): Json {
  const key = keys[i];
  if (key === undefined) return value;
  if (typeof key === 'number') {
    const position = isList(at) && key < 0 ? at.length + key : key;
    if (!isList(at) || position < 0 || position >= at.length) throw new ReferenceConflict(key, data);
    const copy = at.slice();
    copy[position] = put(keys, i + 1, at[position], value, data);
    return copy;
  }
  if (at !== undefined && !isRecord(at)) throw new ReferenceConflict(key, data);
  const inner = at !== undefined && Object.hasOwn(at, key) ? at[key] : undefined;
  return withField(at ?? {}, key, put(keys, i + 1, inner, value, data));
}

function withField(record: Record<string, Json>, key: string, value: Json): Json {
  if (key !== '__proto__') return { ...record, [key]: value };
  // A plain assignment of this name would set the prototype.
  const copy = { ...record };
  return Object.defineProperty(copy, key, { value, enumerable: true, writable: true, configurable: true });
}

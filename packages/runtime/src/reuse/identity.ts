import { createHash, hash } from 'node:crypto';
import type { Path } from '@flowmap/graph';
import { isFlowError } from '@flowmap/graph';
import type { StoredValue } from '@flowmap/store';
import { encode, isCollection } from '@flowmap/store';

/**
 * What tells a stored value, or the part at a path, from all others, without reading it: large values have the hash of their bytes as
 * the last part of their keys. Undefined where the part has no object of its own.
 */
export function storedIdentity(stored: StoredValue, path: Path): string | undefined {
  const lists = stored.lists ?? [];
  const own = lists.find((list) => JSON.stringify(list.path) === JSON.stringify(path));
  if (own) return `list ${nameIn(own.key)}${own.collection ? ' unread' : ''}`;
  if (path.length > 0) return undefined;
  const text = 'text' in stored ? sha256(stored.text) : nameIn(stored.key);
  return JSON.stringify([text, ...lists.map((list) => [list.path, nameIn(list.key), list.collection ?? false])]);
}

/** What tells a value that is at hand from all others. Undefined where it holds a collection, which is not at hand. */
export function valueIdentity(value: unknown): string | undefined {
  const text = valueText(value);
  return text === undefined ? undefined : `value ${sha256(text)}`;
}

/** As {@link valueIdentity}, and as long as the value is. */
export function valueText(value: unknown): string | undefined {
  try {
    return encode(value, '');
  } catch (problem) {
    if (isFlowError(problem) && problem.code.startsWith('ARTIFACT_')) return undefined;
    throw problem;
  }
}

/** As {@link valueIdentity}, and reads the collections in the value from their beginnings to their ends. */
export async function readIdentity(value: unknown): Promise<string | undefined> {
  const known = valueIdentity(value);
  if (known !== undefined) return known;
  const all = createHash('sha256');
  const add = async (part: unknown): Promise<boolean> => {
    const identity = await readIdentity(part);
    if (identity !== undefined) all.update(`${identity}\n`);
    return identity !== undefined;
  };
  if (isCollection(value)) {
    all.update(`collection ${value.count}\n`);
    for await (const item of value) if (!(await add(item))) return undefined;
    return `read ${all.digest('hex')}`;
  }
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return undefined;
  for (const [name, part] of Object.entries(value)) {
    all.update(`${JSON.stringify(name)} `);
    if (!(await add(part))) return undefined;
  }
  return `read ${all.digest('hex')}`;
}

/** The SHA-256 of a text, in hexadecimal. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

function nameIn(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

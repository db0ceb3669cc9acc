import { createHash } from 'node:crypto';
import { constants } from 'node:buffer';
import { FlowError, invariant, type Path } from '@flowmap/graph';
import type { StoredList, StoredOutcome, StoredValue, TaskRecord } from '../artifact.js';
import type { Artifacts, ListSource } from '../artifacts.types.js';
import { decode, encode } from '../codec/codec.js';
import type { ObjectStore } from '../object-store.js';
import { corrupt, missing } from './faults.js';
import { collectionOf, isCollection, listInMemory } from './collection.js';
import { readList } from './list-reader.js';
import { writeList } from './list-writer.js';
import { packBytes, storable, unpack } from './pack.js';
import { takeStreams } from './streams.js';
import { taskLogs } from './task-logs.js';
import { listAt, partAt, pathName, replaceAt, startsWith } from './value-path.js';

/** Sizes that a test may want smaller. */
export interface ArtifactSizes {
  /** Bytes of text up to which a value is kept inside the record that names it. Default 64 KiB. */
  readonly small?: number;
  /**
   * Bytes of text up to which a list is held while it is stored. A larger array is encoded twice instead, and a larger list that is
   * stored while it is read gets a name without its hash. Default 16 MiB for an array, which is in memory anyway, and else 4 MiB.
   */
  readonly hold?: number;
}

/**
 * The artifacts of one run. `prefix` is `<deployment>/<run>`: values that are too large for a record go to
 * `<prefix>/_values/<sha256>`, failures to `<prefix>/_failures/...`, places of logs to `<prefix>/_logs/...`; records and packs are
 * at their addresses.
 *
 * Objects that stand in several places of a value do so again when it is read, but not across the items of a stored list,
 * which are read one by one.
 */
export function artifactsOf(objects: ObjectStore, prefix: string, sizes: ArtifactSizes = {}): Artifacts {
  const small = sizes.small ?? 64 * 1024;
  const hold = sizes.hold ?? 16 * 1024 * 1024;
  const holdUnread = sizes.hold ?? 4 * 1024 * 1024;

  const valueKey = (name: string): string => `${prefix}/_values/${name}`;

  const failureKey = (address: string): string => {
    invariant(address.startsWith(`${prefix}/`), `${address} is not an address below ${prefix}`);
    return `${prefix}/_failures/${address.slice(prefix.length + 1)}`;
  };

  const storeText = async (text: string, within: number): Promise<StoredValue> => {
    if (Buffer.byteLength(text) <= within) return { text };
    const body = Buffer.from(text);
    const key = valueKey(createHash('sha256').update(body).digest('hex'));
    await objects.put(key, body, { ifAbsent: true });
    return { key, bytes: body.length };
  };

  const textOf = async (stored: StoredValue): Promise<string> => {
    if ('text' in stored) return stored.text;
    const body = await getText(stored.key);
    if (body === undefined) throw missing(stored.key);
    return body;
  };

  const getText = async (key: string): Promise<string | undefined> => {
    const body = await objects.get(key);
    if (!body) return undefined;
    if (body.byteLength > constants.MAX_STRING_LENGTH) throw corrupt(key, 'it is larger than any value');
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  };

  const nameOf = (stored: StoredValue): string => ('text' in stored ? 'a stored value' : `the object ${stored.key}`);

  const load = async (stored: StoredValue, path: Path = []): Promise<unknown> => {
    const lists = stored.lists ?? [];
    const around = lists.find((list) => startsWith(path, list.path));
    if (around) return loadInside(around, path.slice(around.path.length));
    let value = decode(await textOf(stored), nameOf(stored));
    for (const list of lists.filter((inside) => startsWith(inside.path, path))) {
      value = replaceAt(value, list.path, await loadInside(list, []));
    }
    return partAt(value, path);
  };

  const loadInside = async (list: StoredList, [key, ...rest]: Path): Promise<unknown> => {
    const source = readList(objects, list);
    if (key === undefined) return list.collection ? collectionOf(source) : collectionOf(source).toArray();
    if (key === (list.collection ? 'count' : 'length') && rest.length === 0) return source.count;
    const item = /^(?:0|[1-9]\d*)$/.test(key) ? Number(key) : source.count;
    for await (const value of source.range(item, item + 1)) return partAt(value, rest);
    return undefined;
  };

  const getRecord = async (address: string): Promise<TaskRecord | undefined> => {
    const text = await getText(address);
    if (text === undefined) return undefined;
    const record = decode(text, `the object ${address}`) as Partial<TaskRecord> | null;
    if (record?.v !== 1) throw corrupt(address, 'it is no record of a version that this program knows');
    return record as TaskRecord;
  };

  return {
    async store(whole, { name, lists = [], inline = small }) {
      const within = Math.min(small, inline);
      const streams = await takeStreams(objects, whole, { name, key: valueKey, small: within, holdBytes: holdUnread });
      const { value } = streams;
      const found = outermost(lists.filter((path) => listAt(value, path))).map((path) => {
        return { path, items: listAt(value, path) ?? [], name: pathName(name, path) };
      });
      const shell = found.reduce((rest, { path }) => replaceAt(rest, path, null), value);
      const text = encode(shell, name);
      const written: StoredList[] = [...streams.lists];
      const withLists = (stored: StoredValue): StoredValue =>
        written.length > 0 ? { ...stored, lists: written } : stored;
      if (found.length === 0) return withLists(await storeText(text, within));
      if (isWithin(within - Buffer.byteLength(text), found)) return withLists({ text: encode(value, name) });
      for (const { path, ...list } of found) {
        written.push({ path, ...(await writeList(objects, { ...list, key: valueKey, holdBytes: hold })) });
      }
      return withLists(await storeText(text, within));
    },

    load,

    async list(stored, path, name): Promise<ListSource<unknown>> {
      const own = stored.lists?.find((list) => list.path.length === path.length && startsWith(path, list.path));
      if (own) return readList(objects, own);
      const value = await load(stored, path);
      if (Array.isArray(value)) return listInMemory(value as readonly unknown[]);
      if (isCollection(value)) return value;
      throw new FlowError('NOT_A_LIST', `${pathName(name, path)} is not a list: it is ${kindOf(value)}`);
    },

    commit: (record) => objects.put(record.address, Buffer.from(encode(record, record.address)), { ifAbsent: true }),

    record: getRecord,

    putPack: (address, outcomes) =>
      objects.put(address, Buffer.concat([...packBytes(outcomes, address)]), { ifAbsent: true }),

    async pack(address) {
      const bytes = await objects.get(address);
      return bytes && unpack(bytes, address);
    },

    ...taskLogs(objects, prefix),

    async putFailure(address, failure) {
      const key = failureKey(address);
      await objects.put(key, Buffer.from(encode(storable(failure), key)));
    },

    async failure(address) {
      const key = failureKey(address);
      const text = await getText(key);
      if (text === undefined) return undefined;
      const failure = decode(text, `the object ${key}`) as StoredOutcome | null;
      if (failure?.ok !== false) throw corrupt(key, 'it is no failure');
      return failure;
    },
  };
}

/** Paths that do not lie within another of them, each once. */
function outermost(paths: readonly Path[]): readonly Path[] {
  const kept: Path[] = [];
  for (const path of [...paths].sort((a, b) => a.length - b.length)) {
    if (!kept.some((outer) => startsWith(path, outer))) kept.push(path);
  }
  return kept;
}

/** Whether the items have at most so many bytes of text. Looks at no more items than that. */
function isWithin(
  bytes: number,
  lists: readonly { readonly items: readonly unknown[]; readonly name: string }[],
): boolean {
  let left = bytes;
  for (const { items, name } of lists) {
    for (let at = 0; at < items.length; at += 1) {
      left -= Buffer.byteLength(encode(items[at], () => `${name}[${at}]`)) + 1;
      if (left < 0) return false;
    }
  }
  return left >= 0;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

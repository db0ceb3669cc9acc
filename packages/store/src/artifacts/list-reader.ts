import type { ListReference, ListSource } from '../artifacts.types.js';
import { decode } from '../codec/codec.js';
import type { ObjectStore } from '../object-store.js';
import { corrupt, missing } from './faults.js';
import { ENTRY_BYTES, readEntry } from './list-format.js';

/** Entries of the index that one read brings: at least, where there are so many, and at most. */
const ENTRIES = { least: 1024, most: 8192 } as const;

/** Bytes of items that one read brings: at least, and at most but for an item that is larger by itself. */
const BYTES = { least: 64 * 1024, most: 4 * 1024 * 1024 } as const;

/** What the index says of items [first, after): where each begins, and at the end where the last one ends. */
interface Window {
  readonly first: number;
  readonly after: number;
  readonly offsets: Promise<readonly number[]>;
}

/** Bytes [start, end) of the items. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly data: Promise<Buffer>;
}

/**
 * A stored list. A range takes two reads, of the index and of the items, and none where it follows closely on a range that
 * was just read. A range of many megabytes takes several, and holds 4 MiB or one item at a time. Throws `ARTIFACT_MISSING`
 * and `ARTIFACT_CORRUPT`, naming the key.
 */
export function readList(objects: ObjectStore, { key, count, bytes }: ListReference): ListSource<unknown> {
  let window: Window | undefined;
  let span: Span | undefined;

  const read = async (start: number, end: number): Promise<Buffer> => {
    const part = await objects.get(key, { range: [start, end - 1] });
    if (!part) throw missing(key);
    if (part.byteLength !== end - start) throw corrupt(key, 'it is cut short');
    return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  };

  const readOffsets = async (from: number, to: number): Promise<readonly number[]> => {
    const first = Math.max(0, from - 1);
    const index = await read(bytes + first * ENTRY_BYTES, bytes + to * ENTRY_BYTES);
    const offsets = from === 0 ? [0] : [];
    for (let at = 0; at < to - first; at += 1) offsets.push(readEntry(index, at));
    if (offsets.some((offset, at) => offset > bytes || (at > 0 && offset <= (offsets[at - 1] ?? 0)))) {
      throw corrupt(key, 'its index is damaged');
    }
    return offsets;
  };

  const windowAt = (from: number, to: number): Window => {
    if (window && window.first <= from && from < window.after) return window;
    const after = Math.min(count, from + ENTRIES.most, Math.max(to, from + ENTRIES.least));
    const made: Window = { first: from, after, offsets: readOffsets(from, after) };
    window = made;
    // What failed is read anew when it is asked for again.
    made.offsets.catch(() => (window = window === made ? undefined : window));
    return made;
  };

  const spanOf = (start: number, end: number, limit: number): Span => {
    if (span && span.start <= start && end <= span.end) return span;
    const last = Math.max(end, Math.min(limit, start + BYTES.least));
    const made: Span = { start, end: last, data: read(start, last) };
    span = made;
    made.data.catch(() => (span = span === made ? undefined : span));
    return made;
  };

  async function* range(from: number, to: number): AsyncGenerator {
    const last = Math.min(to, count);
    let at = Math.max(0, from);
    while (at < last) {
      const { first, after, offsets } = windowAt(at, last);
      const starts = await offsets;
      const startOf = (item: number): number => starts[item - first] ?? bytes;
      let next = at + 1;
      while (next < Math.min(last, after) && startOf(next + 1) - startOf(at) <= BYTES.most) next += 1;
      const { start, data } = spanOf(startOf(at), startOf(next), startOf(after));
      const items = await data;
      for (; at < next; at += 1) {
        const text = items.toString('utf8', startOf(at) - start, startOf(at + 1) - 1 - start);
        yield decode(text, `item ${at} of the object ${key}`);
      }
    }
  }

  return { count, range };
}

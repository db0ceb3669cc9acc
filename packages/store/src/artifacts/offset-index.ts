import { ENTRY_BYTES, writeEntry } from './list-format.js';

/** Bytes of a block of lengths. */
const BLOCK = 64 * 1024;

/** Most bytes of a length below 2^53, seven bits in each. */
const LONGEST = 8;

/** Entries that are written at once. */
const ENTRIES = 8 * 1024;

/**
 * The index of a list whose length is not known before its end. Until then it keeps of each item the length alone, in one byte
 * below 128 and in two below 16,384, so that millions of items take a few megabytes.
 */
export interface OffsetIndex {
  /** Notes the next item and the bytes of its line. */
  add(bytes: number): void;
  readonly count: number;
  /** Bytes of all lines. */
  readonly bytes: number;
  /** The index as it is stored, a chunk at a time. */
  chunks(): Generator<Buffer>;
}

/** An empty index. */
export function offsetIndex(): OffsetIndex {
  const blocks: Buffer[] = [];
  let block: Buffer = Buffer.alloc(0);
  let used = 0;
  let count = 0;
  let bytes = 0;

  function* lengths(): Generator<number> {
    for (const [number, lines] of blocks.entries()) {
      // A length never goes from one block into the next; what is left of a block is zero, and no line has no bytes.
      const end = number === blocks.length - 1 ? used : lines.length;
      for (let at = 0; at < end;) {
        let length = 0;
        let scale = 1;
        let byte: number;
        do {
          byte = lines[at] ?? 0;
          length += (byte % 128) * scale;
          scale *= 128;
          at += 1;
        } while (byte >= 128);
        if (length > 0) yield length;
      }
    }
  }

  return {
    add(length) {
      if (used + LONGEST > block.length) {
        block = Buffer.alloc(BLOCK);
        blocks.push(block);
        used = 0;
      }
      let rest = length;
      for (; rest >= 128; rest = Math.floor(rest / 128)) block[used++] = (rest % 128) + 128;
      block[used++] = rest;
      count += 1;
      bytes += length;
    },
    get count() {
      return count;
    },
    get bytes() {
      return bytes;
    },
    *chunks() {
      let chunk = Buffer.allocUnsafe(Math.min(count, ENTRIES) * ENTRY_BYTES);
      let end = 0;
      let at = 0;
      for (const length of lengths()) {
        end += length;
        writeEntry(chunk, at % ENTRIES, end);
        at += 1;
        if (at % ENTRIES !== 0) continue;
        yield chunk;
        chunk = Buffer.allocUnsafe(Math.min(count - at, ENTRIES) * ENTRY_BYTES);
      }
      if (at % ENTRIES > 0) yield chunk;
    },
  };
}

/**
 * The object of a list: the text of each item and a newline, in order, so that these bytes can be read as lines; then for
 * each item the position behind its newline, as {@link ENTRY_BYTES} bytes, little-endian.
 */
export const ENTRY_BYTES = 8;

/** Most items of a list. */
export const MAX_ITEMS: number = 2 ** 28;

const HIGH = 2 ** 32;

/** Writes entry `at` of an index. */
export function writeEntry(index: Buffer, at: number, end: number): void {
  index.writeUInt32LE(end % HIGH, at * ENTRY_BYTES);
  index.writeUInt32LE(Math.floor(end / HIGH), at * ENTRY_BYTES + 4);
}

/** Reads entry `at` of an index. */
export function readEntry(index: Buffer, at: number): number {
  return index.readUInt32LE(at * ENTRY_BYTES) + index.readUInt32LE(at * ENTRY_BYTES + 4) * HIGH;
}

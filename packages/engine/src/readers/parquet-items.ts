import type { Json } from '@flowmap/asl/language';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import type { ObjectStorage } from '../objects.js';
import { type Item, UnreadableItems } from './item.js';

/** Bytes of a row group and of the footer, at most. Source: AWS Step Functions developer guide, "ItemReader". */
const LARGEST = { rowGroup: 256 * 1024 * 1024, footer: 5 * 1024 * 1024 } as const;

/** Rows that are decoded together. */
const ROWS = 10_000;

/**
 * The rows of a Parquet file, read through ranges: the footer, then the bytes of one row group after the other.
 *
 * Whole numbers of 64 bits are numbers where a number can hold them and text elsewhere, times are ISO 8601 in UTC, and
 * bytes that are no text are in base64; none of that is recorded. Throws UnreadableItems, and what the storage throws.
 */
export async function* parquetItems(
  storage: ObjectStorage,
  bucket: string,
  key: string,
  source: string,
): AsyncGenerator<Item> {
  // Heavy, and needed by few machines.
  const { parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  const bytes = async (start: number, end: number): Promise<ArrayBuffer> =>
    await whole((await storage.get(bucket, key, { range: { start, end } })).body, end - start);
  const { size } = await storage.get(bucket, key, { range: { start: 0, end: 4 } });
  const file: AsyncBuffer = { byteLength: size, slice: async (start, end = size) => await bytes(start, end) };
  const metadata = await understood(source, parquetMetadataAsync(file));
  if (metadata.metadata_length > LARGEST.footer) throw tooLarge(source, 'footer', LARGEST.footer);

  let first = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    const { start, end } = extentOf(group);
    if (end - start > LARGEST.rowGroup) throw tooLarge(source, 'row group', LARGEST.rowGroup);
    const held = await bytes(start, end);
    const part: AsyncBuffer = {
      byteLength: size,
      slice: async (from, to = size) =>
        from >= start && to <= end ? held.slice(from - start, to - start) : await bytes(from, to),
    };
    for (let row = first; row < first + rows; row += ROWS) {
      const rowEnd = Math.min(row + ROWS, first + rows);
      const options = { file: part, metadata, compressors, rowStart: row, rowEnd };
      for (const value of await understood(source, parquetReadObjects(options))) yield { value: jsonOf(value), source };
    }
    first += rows;
  }
}

/** Where the columns of a row group are in the file. */
function extentOf(group: FileMetaData['row_groups'][number]): { readonly start: number; readonly end: number } {
  let start = Number.MAX_SAFE_INTEGER;
  let end = 0;
  for (const { meta_data: column } of group.columns) {
    if (column === undefined) continue;
    const from = Number(column.dictionary_page_offset ?? column.data_page_offset);
    start = Math.min(start, from, Number(column.data_page_offset));
    end = Math.max(end, from + Number(column.total_compressed_size));
  }
  return { start: Math.min(start, end), end };
}

async function whole(body: AsyncIterable<Uint8Array>, length: number): Promise<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for await (const chunk of body) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all.buffer.slice(0, at);
}

async function understood<T>(source: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new UnreadableItems(`${source} cannot be read as Parquet: ${(error as Error).message}`, { cause: error });
  }
}

function tooLarge(source: string, part: string, most: number): UnreadableItems {
  return new UnreadableItems(`${source} has a ${part} of more than ${most} bytes.`);
}

/** A value of a column as JSON. */
function jsonOf(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint': {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : String(value);
    }
    case 'object':
      if (value === null) return null;
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
      if (Array.isArray(value)) return value.map(jsonOf);
      return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, jsonOf(field)]));
    default:
      return null;
  }
}

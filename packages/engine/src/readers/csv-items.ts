import { csvRecords } from './csv-records.js';
import { type Item, tooLargeItem, UnreadableItems } from './item.js';
import { textOf } from './lines.js';

/** Bytes of a header, at most. Source: AWS Step Functions developer guide, "ItemReader". */
const LONGEST_HEADER = 10 * 1024;

/**
 * The records of a delimited text, each as an object of strings. `headers` are the names of the fields; without them the
 * first record has them. A field that a record lacks is the empty string, those that it has too many are dropped, and of
 * fields with one name the last one stays. The fields of a record have at most `largest` bytes. Throws UnreadableItems.
 */
export async function* csvItems(
  body: AsyncIterable<Uint8Array>,
  source: string,
  delimiter: string,
  headers: readonly string[] | undefined,
  largest: number,
): AsyncGenerator<Item> {
  let names = headers;
  for await (const record of csvRecords(textOf(body), delimiter)) {
    if (names === undefined) {
      checkHeader(record, source);
      names = record;
      continue;
    }
    if (sizeOf(record) > largest) throw tooLargeItem(source, largest);
    yield { value: Object.fromEntries(names.map((name, i) => [name, record[i] ?? ''])), source };
  }
}

function checkHeader(names: readonly string[], source: string): void {
  if (Buffer.byteLength(names.join(',')) <= LONGEST_HEADER) return;
  throw new UnreadableItems(`The header of ${source} is longer than ${LONGEST_HEADER} bytes.`);
}

function sizeOf(record: readonly string[]): number {
  let bytes = 0;
  for (const field of record) bytes += Buffer.byteLength(field);
  return bytes;
}

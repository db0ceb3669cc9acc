import type { Json } from '@flowmap/asl/language';
import { utf8Length } from '../quotas.js';
import { type Item, tooLargeItem, UnreadableItems } from './item.js';
import { linesOf } from './lines.js';

/**
 * The lines of a JSON Lines text, each a value of at most `largest` bytes. Lines that are blank are left out. Throws
 * UnreadableItems.
 */
export async function* jsonlItems(
  body: AsyncIterable<Uint8Array>,
  source: string,
  largest: number,
): AsyncGenerator<Item> {
  const check = (line: string): void => {
    // A character has at most three bytes for each of its units, so most lines need no count.
    if (line.length * 3 > largest && utf8Length(line) > largest) throw tooLargeItem(source, largest);
  };
  let number = 0;
  for await (const line of linesOf(body, check)) {
    number += 1;
    if (line.trim() !== '') yield { value: parsedLine(line, number, source), source };
  }
}

function parsedLine(line: string, number: number, source: string): Json {
  try {
    return JSON.parse(line) as Json;
  } catch (error) {
    throw new UnreadableItems(`Line ${number} of ${source} is not valid JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

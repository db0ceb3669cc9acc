import type { Json } from '@flowmap/asl/language';
import { type Item, UnreadableItems } from './item.js';
import { linesOf } from './lines.js';

/** The lines of a JSON Lines text, each a value. Lines that are blank are left out. Throws UnreadableItems. */
export async function* jsonlItems(body: AsyncIterable<Uint8Array>, source: string): AsyncGenerator<Item> {
  let number = 0;
  for await (const line of linesOf(body)) {
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

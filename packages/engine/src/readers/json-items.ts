import type { Json } from '@flowmap/asl/language';
import { type Item, tooLargeItem, UnreadableItems } from './item.js';
import { JsonScan } from './json-scan.js';

/**
 * The elements of an array in a JSON text, or the fields of an object. `way` leads to it from the top of the text.
 *
 * Each element is cut out of the bytes and read by JSON.parse, so that only one is held, and it is what JSON.parse makes of
 * it. Its text has at most `largest` bytes. What comes behind the array is not read. Throws UnreadableItems.
 */
export async function* jsonItems(
  body: AsyncIterable<Uint8Array>,
  source: string,
  way: readonly string[],
  largest: number,
): AsyncGenerator<Item> {
  const cutter = new Cutter(source, way, largest);
  for await (const chunk of body) {
    for (const { key, value } of cutter.cut(chunk))
      yield key === undefined ? { value, source } : { key, value, source };
    if (cutter.isDone) return;
  }
  throw new UnreadableItems(`The JSON of ${source} ends too early.`);
}

interface Member {
  /** Undefined in an array. */
  readonly key: string | undefined;
  readonly value: Json;
}

/** Goes down the way, then cuts out the members of what it finds there. */
class Cutter {
  readonly #source: string;
  readonly #way: readonly string[];
  readonly #largest: number;
  /** How far down the way. */
  #level = 0;
  /** Whether the next byte that is not blank opens the array or object of this level. */
  #isOpening = true;
  #closing = '';
  /** Of the next member. */
  #index = 0;
  #key: string | undefined = undefined;
  readonly #scan = new JsonScan();
  /** What earlier chunks had of the present key or value. */
  #parts: Uint8Array[] = [];
  #held = 0;
  isDone = false;

  constructor(source: string, way: readonly string[], largest: number) {
    this.#source = source;
    this.#way = way;
    this.#largest = largest;
  }

  *cut(chunk: Uint8Array): Generator<Member> {
    let i = 0;
    while (i < chunk.length && !this.isDone) {
      if (this.#isOpening) {
        if (!isBlank(chunk[i])) this.#open(chunk[i]);
        i += 1;
        continue;
      }
      const end = this.#scan.end(chunk, i);
      const isWanted = this.#isAtTarget || (this.#key === undefined && this.#closing === '}');
      if (isWanted) this.#hold(chunk.subarray(i, end));
      i = end + 1;
      if (end === chunk.length) break;
      const value = this.#delimited(String.fromCharCode(chunk[end] ?? 0));
      if (value !== undefined) yield value;
    }
  }

  #hold(part: Uint8Array): void {
    this.#parts.push(part);
    this.#held += part.length;
    if (this.#held > this.#largest) throw tooLargeItem(this.#source, this.#largest);
  }

  get #isAtTarget(): boolean {
    return this.#level === this.#way.length;
  }

  #open(byte: number | undefined): void {
    if (byte === OPEN_BRACKET) this.#closing = ']';
    else if (byte === OPEN_BRACE) this.#closing = '}';
    // The words are the service's.
    else throw new UnreadableItems('Attempting to map over non-iterable node.');
    this.#index = 0;
    this.#isOpening = false;
    this.#descend(this.#closing === ']' ? '0' : undefined);
  }

  /** Handles what the scan has come to, and the key or value before it. */
  #delimited(delimiter: string): Member | undefined {
    const text = textOf(this.#parts);
    this.#parts = [];
    this.#held = 0;
    if (delimiter === ':') {
      const key = parsed(text);
      if (this.#closing !== '}' || this.#key !== undefined || typeof key !== 'string')
        throw invalid(`a colon after ${text}`);
      this.#key = key;
      this.#descend(key);
      return undefined;
    }
    const key = this.#key;
    this.#key = undefined;
    if (delimiter !== ',') {
      if (delimiter !== this.#closing) throw invalid(`'${delimiter}' instead of '${this.#closing}'`);
      if (!this.#isAtTarget) throw new UnreadableItems(`There is nothing at the ItemsPointer /${this.#way.join('/')}.`);
      this.isDone = true;
      if (this.#index === 0 && key === undefined && text.trim() === '') return undefined;
    }
    if ((key === undefined) === (this.#closing === '}')) throw invalid(`a field without a name before '${delimiter}'`);
    this.#index += 1;
    if (this.#isAtTarget) return { key, value: parsed(text) };
    this.#descend(this.#closing === ']' ? String(this.#index) : undefined);
    return undefined;
  }

  /** Goes into the member that begins here, where it is the next one on the way. */
  #descend(name: string | undefined): void {
    if (this.#isAtTarget || name !== this.#way[this.#level]) return;
    this.#level += 1;
    this.#isOpening = true;
    this.#key = undefined;
  }
}

const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

/** White space, and the bytes of a byte order mark. */
function isBlank(byte: number | undefined): boolean {
  return (
    byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0xef || byte === 0xbb || byte === 0xbf
  );
}

/** Most members are in one chunk. */
function textOf(parts: readonly Uint8Array[]): string {
  const [first] = parts;
  if (first === undefined) return '';
  const bytes = parts.length === 1 ? Buffer.from(first.buffer, first.byteOffset, first.length) : Buffer.concat(parts);
  return bytes.toString('utf8');
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new UnreadableItems(`The JSON file is not valid: ${(error as Error).message}`, { cause: error });
  }
}

function invalid(what: string): UnreadableItems {
  return new UnreadableItems(`The JSON file is not valid: it has ${what}.`);
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Finds where a value of a JSON text ends, across chunks of its bytes. Only brackets and strings are understood. */
export class JsonScan {
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  /**
   * Index of the byte behind the value: a comma, a colon, or the bracket that closes what the value is in. The length
   * of the chunk where the value goes on in the next one.
   */
  end(chunk: Uint8Array, from: number): number {
    let depth = this.#depth;
    let isInString = this.#isInString;
    let isEscaped = this.#isEscaped;
    let i = from;
    search: for (; i < chunk.length; i += 1) {
      const byte = chunk[i];
      if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) isInString = false;
        continue;
      }
      switch (byte) {
        case QUOTE:
          isInString = true;
          break;
        case OPEN_BRACKET:
        case OPEN_BRACE:
          depth += 1;
          break;
        case CLOSE_BRACKET:
        case CLOSE_BRACE:
          if (depth === 0) break search;
          depth -= 1;
          break;
        case COMMA:
        case COLON:
          if (depth === 0) break search;
          break;
        default:
      }
    }
    this.#depth = depth;
    this.#isInString = isInString;
    this.#isEscaped = isEscaped;
    return i;
  }
}

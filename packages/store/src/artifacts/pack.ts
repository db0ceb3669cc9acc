import { isFlowError } from '@flowmap/graph';
import type { StoredError, StoredOutcome } from '../artifact.js';
import { decode, encode } from '../codec/codec.js';
import { corrupt } from './faults.js';

/** Characters of text that become one chunk. */
const CHUNK = 256 * 1024;

const NEWLINE = 0x0a;

/** A pack as bytes: a line that says how many outcomes follow, then a line for each. Lines, since no string need hold all. */
export function* packBytes(outcomes: readonly StoredOutcome[], name: string): Generator<Uint8Array> {
  let text = `{"v":1,"count":${outcomes.length}}\n`;
  for (const outcome of outcomes) {
    text += `${encode(storable(outcome), name)}\n`;
    if (text.length > CHUNK) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}

/** The outcomes of a pack's bytes. Throws `ARTIFACT_CORRUPT`, naming the key. */
export function unpack(bytes: Uint8Array, key: string): readonly StoredOutcome[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lines: unknown[] = [];
  for (let at = 0; at < buffer.length;) {
    const end = buffer.indexOf(NEWLINE, at);
    if (end < 0) throw corrupt(key, 'it is cut short');
    lines.push(decode(buffer.toString('utf8', at, end), `the object ${key}`));
    at = end + 1;
  }
  const [head, ...outcomes] = lines;
  const { v, count } = (head ?? {}) as { readonly v?: unknown; readonly count?: unknown };
  if (v !== 1) throw corrupt(key, 'it is no pack of a version that this program knows');
  if (count !== outcomes.length)
    throw corrupt(key, `it has ${outcomes.length} outcomes and should have ${String(count)}`);
  return outcomes as readonly StoredOutcome[];
}

/** The outcome as it can be stored: the data of an error is left out where it cannot, so that the error itself is kept. */
export function storable<Outcome extends StoredOutcome>(outcome: Outcome): Outcome {
  if (outcome.ok || outcome.error.data === undefined) return outcome;
  try {
    encode(outcome.error.data, 'error.data');
    return outcome;
  } catch (error) {
    if (!isFlowError(error)) throw error;
    const { data: _data, ...rest } = outcome.error;
    return { ...outcome, error: rest satisfies StoredError };
  }
}

import { constants } from 'node:buffer';
import { FlowError, isFlowError, listItems } from '@flowmap/graph';
import { DevalueError, parse, stringify } from 'devalue';
import { operations, reducers, revivers } from './kinds.js';
import { isPlain } from './plain.js';

/**
 * Begins a text that is not JSON; the digit is the version of what follows. JSON cannot begin like this, so plain values,
 * which are most, stay readable to everybody.
 */
const MARK = '!1';

/** Most bytes of a text: it is read back into one string. */
const MOST = constants.MAX_STRING_LENGTH;

/**
 * A value as text, which {@link decode} turns back: what JSON holds, and undefined, NaN, the infinities, -0, bigints, dates,
 * maps, sets, regular expressions, URLs, buffers and typed arrays, sparse arrays, boxed primitives, and objects that stand in
 * several places or contain themselves. Throws `ARTIFACT_NOT_STORABLE` for functions, symbols, promises, instances of
 * classes and whatever else would not come back the same; the message begins with the path, `start.out.conn.socket`, where
 * `name` is `start.out`. Throws `ARTIFACT_TOO_LARGE` where the text would not fit a string (512 MiB).
 */
export function encode(value: unknown, name: string | (() => string)): string {
  try {
    const text = isPlain(value) ? JSON.stringify(value) : `${MARK}${stringify(value, reducers, { operations })}`;
    if (text.length > MOST / 3 && Buffer.byteLength(text) > MOST) throw tooLarge(nameFrom(name));
    return text;
  } catch (error) {
    throw isFlowError(error) ? error : refusal(error, nameFrom(name));
  }
}

/** The value of a text made by {@link encode}. The text is never run. Throws `ARTIFACT_CORRUPT`, naming `name`. */
export function decode(text: string, name: string | (() => string) = 'artifact'): unknown {
  try {
    return text.startsWith(MARK) ? parse(text.slice(MARK.length), revivers) : JSON.parse(text);
  } catch (cause) {
    throw new FlowError('ARTIFACT_CORRUPT', `${nameFrom(name)} cannot be read back`, {
      cause,
      hint: 'The object is damaged, or a newer version of flowmap wrote it.',
    });
  }
}

function tooLarge(name: string): FlowError {
  return new FlowError('ARTIFACT_TOO_LARGE', `${name} is too large: its text is over 512 MiB`, {
    hint: 'Return a list and let a foreach or a collection read it item by item, or write a file and return where it is.',
  });
}

function nameFrom(name: string | (() => string)): string {
  return typeof name === 'string' ? name : name();
}

function refusal(error: unknown, name: string): unknown {
  if (error instanceof DevalueError) {
    return notStorable(`${name}${error.path}`, describe(error.value), adviceFor(error.value));
  }
  if (error instanceof Error && error.name === 'RangeError') {
    if (/string length/i.test(error.message)) return tooLarge(name);
    return notStorable(
      name,
      'nested too deeply',
      'Make it flatter: a list of entries that name each other, for example.',
    );
  }
  return new FlowError('ARTIFACT_NOT_STORABLE', `${name} cannot be stored`, { cause: error });
}

function notStorable(path: string, what: string, hint: string): FlowError {
  return new FlowError('ARTIFACT_NOT_STORABLE', `${path} cannot be stored: it is ${what}`, { hint });
}

function describe(value: unknown): string {
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`;
  if (typeof value === 'symbol') return 'a symbol';
  if (Array.isArray(value)) return 'an array with properties besides its items, or of a subclass';
  if (typeof value !== 'object' || value === null) return typeof value;
  if (listItems(value)) return 'a list that is read as it is used, inside an array or a map';
  if (isThenable(value)) return 'a promise';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype)
    return 'an object with a key `__proto__` or a symbol as key';
  const { constructor } = value;
  return typeof constructor === 'function' && constructor.name !== ''
    ? `an instance of ${constructor.name}`
    : 'an object with a prototype of its own';
}

function adviceFor(value: unknown): string {
  if (typeof value !== 'object' || value === null) return 'Return the data that is needed of it, or leave it out.';
  if (isThenable(value)) return 'Await it.';
  if (listItems(value)) return 'Let it stand in plain objects only: { rows: list(rows) }.';
  if (Symbol.asyncIterator in value)
    return 'Return list(...) of it, of @flowmap/flow: its items are then stored as they come.';
  return 'Return the data that is needed of it, or leave it out.';
}

function isThenable(value: object): boolean {
  return 'then' in value && typeof value.then === 'function';
}

import { Buffer } from 'node:buffer';
import { type Json, withoutEscapes } from '@flowmap/asl/language';
import { HASH_ALGORITHMS, hashOf } from '../../hash.js';
import { javaText } from '../java-text.js';
import { type Arguments, IntrinsicError } from './arguments.js';

/** Characters that the encoding and hashing functions take at most. */
const LONGEST = 10_000;

/** States.Base64Encode: of the text in UTF-8. */
export function base64Encode(args: Arguments): Json {
  return Buffer.from(args.text(0, LONGEST), 'utf8').toString('base64');
}

/** States.Base64Decode. What is no Base64 in it is skipped, as the service does. */
export function base64Decode(args: Arguments): Json {
  return Buffer.from(args.text(0, LONGEST), 'base64').toString('utf8');
}

/** States.Hash, in hexadecimal. What is no text is hashed as its JSON. */
export function hash(args: Arguments): Json {
  const value = args.at(0);
  const data = typeof value === 'string' ? value : JSON.stringify(value);
  if (data.length > LONGEST) return args.refuse(`argument 1 is longer than ${LONGEST} characters`);
  return hashOf(data, args.text(1)) ?? args.refuse(`the algorithm is none of ${HASH_ALGORITHMS.join(', ')}`);
}

/** States.StringSplit: at each character that is in the second text; empty pieces are dropped. */
export function stringSplit(args: Arguments): Json {
  const [text, delimiters] = [args.text(0), new Set(args.text(1))];
  const pieces: string[] = [];
  let piece = '';
  for (const character of text) {
    if (!delimiters.has(character)) piece += character;
    else if (piece !== '') {
      pieces.push(piece);
      piece = '';
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** States.Format. `escaped` is the template as it is written, where it is written in the call. */
export function format(args: Arguments, escaped?: string): Json {
  const pieces = piecesOf(escaped ?? args.text(0));
  const values = args.values.slice(1);
  if (pieces.length !== values.length + 1) {
    return args.refuse('number of arguments do not match the occurrences of {}.');
  }
  return pieces.map((piece, i) => (i === 0 ? piece : javaText(values[i - 1] as Json) + piece)).join('');
}

/** A template's text around its `{}`. A brace with a backslash before it is text. */
function piecesOf(template: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (let i = 0; i < template.length; i += 1) {
    const character = template[i];
    if (character === '\\') i += 1;
    else if (character === '{') {
      if (template[i + 1] !== '}') throw new IntrinsicError(UNMATCHED);
      pieces.push(withoutEscapes(template.slice(start, i)));
      start = i + 2;
      i += 1;
    } else if (character === '}') throw new IntrinsicError(UNMATCHED);
  }
  pieces.push(withoutEscapes(template.slice(start)));
  return pieces;
}

const UNMATCHED = `Invalid template in States.Format: matching '}' not found for '{'.`;

import type { Json } from '@flowmap/asl/language';
import { isRecord } from '../shapes.js';
import type { Arguments } from './arguments.js';

/** States.StringToJson. Blank text is null. */
export function stringToJson(args: Arguments): Json {
  const text = args.text(0);
  if (text.trim() === '') return null;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return args.refuse((error as Error).message);
  }
  // Not the negative zero.
  return value === 0 ? 0 : value;
}

/** States.JsonToString: compact. */
export function jsonToString(args: Arguments): Json {
  return JSON.stringify(args.at(0));
}

/** States.JsonMerge: the fields of two objects; the second wins. Only the shallow merge exists. */
export function jsonMerge(args: Arguments): Json {
  const [left, right] = [args.at(0), args.at(1)];
  if (!isRecord(left) || !isRecord(right)) return args.refuse('arguments 1 and 2 must be objects');
  if (args.at(2) === true) return args.refuse('only the shallow merge is supported: argument 3 must be false');
  return { ...left, ...right };
}

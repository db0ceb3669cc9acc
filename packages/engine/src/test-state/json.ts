import { type Json, type JsonFault, parseJson } from '@flowmap/asl/language';
import type { TestStateRefusal } from './request.js';

/** The value of a JSON text of a request. Throws what `refusal` makes of a fault in it. */
export function jsonOf(text: string, refusal: (fault: JsonFault) => TestStateRefusal): Json {
  const parsed = parseJson(text);
  if ('value' in parsed) return parsed.value as Json;
  throw refusal(parsed.fault);
}

/** The object of a JSON text of a request. */
export function objectOf(text: string, refusal: (fault: string) => TestStateRefusal): { readonly [key: string]: Json } {
  const value = jsonOf(text, ({ message }) => refusal(message));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as { [key: string]: Json };
  throw refusal('it is not an object');
}

import type { Json } from '@flowmap/asl/language';

/** A value as it is on the other side of a wire; what has no JSON is null. */
export function asJson(value: unknown): Json {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : (JSON.parse(text) as Json);
}

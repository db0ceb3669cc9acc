import type { Json } from '@flowmap/asl/language';

/** Whether a value is the recorded one, where the recording may hold placeholders. */
export function isRecorded(actual: unknown, recorded: Json, words: boolean): boolean {
  if (typeof recorded === 'string') {
    if (words && (recorded === 'date' || recorded === 'timestamp')) return true;
    return WHOLE.test(recorded) || (typeof actual === 'string' && pattern(recorded).test(actual));
  }
  if (recorded === null || typeof recorded !== 'object') return actual === recorded;
  if (actual === null || typeof actual !== 'object' || Array.isArray(actual) !== Array.isArray(recorded)) return false;
  const keys = Object.keys(recorded);
  return (
    Object.keys(actual).length === keys.length &&
    keys.every((key) =>
      isRecorded((actual as Record<string, unknown>)[key], (recorded as Record<string, Json>)[key] as Json, words),
    )
  );
}

/** A placeholder alone stands for any value, also for one that is no text. */
const WHOLE = /^<[\w.-]+(?::\w+)?>$/;

/** `<name>` and `<name:N>` stand for any text. */
function pattern(text: string): RegExp {
  const parts = text.split(/<[\w.-]+(?::\w+)?>/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`);
}

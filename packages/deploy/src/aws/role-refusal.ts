const NAMES = ['InvalidParameterValueException', 'AccessDeniedException', 'ValidationException'];

/** The name of a caller who took on a role has the word too: `assumed-role`. */
const WORDS = /\bto assume\b|\bassumed by\b|execution role|not authorized to access the log destination/i;

/** Whether a service may not take on the role that it was given, as far as it knows of it. It has no name of its own for that. */
export function isOfRole(error: unknown): boolean {
  return error instanceof Error && NAMES.includes(error.name) && WORDS.test(error.message);
}

import { AwsError } from './aws-error.js';

/** A part of a list, and what to ask for the next with. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** The page that a token asks for. Throws the error with this code for a token that was not given out. */
export function pageOf<T>(items: readonly T[], size: number, token: string | undefined, badToken: string): Page<T> {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(start) || start < 0 || token === '')
    throw new AwsError(badToken, 'The specified token is invalid.');
  const end = start + size;
  return {
    items: items.slice(start, end),
    ...(end < items.length && { next: Buffer.from(String(end)).toString('base64url') }),
  };
}

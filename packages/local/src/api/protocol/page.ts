import { createHash } from 'node:crypto';
import { ApiError } from './api-error.js';

/** Items of a page where the request does not say. */
const PAGE_SIZE = 100;

/** The part of a list that a request asks for. */
export interface PageRequest {
  /** 0 and none mean the service's own number, 100. */
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** A part of a list, and how to get the next. */
export interface Page<T> {
  readonly items: readonly T[];
  /** The members of the answer that speak of the next page: `nextToken`, or nothing at the end. */
  readonly rest: { readonly nextToken?: string };
}

/**
 * Cuts a page out of a list that is ordered by `keyOf`, ascending in the order of the list. What comes and goes between two pages
 * shifts nothing, since a token names the last key that was given. `list` says which list a token belongs to. Throws `InvalidToken`.
 */
export function pageOf<T>(
  items: readonly T[],
  { maxResults, nextToken }: PageRequest,
  list: readonly unknown[],
  keyOf: (item: T) => string,
): Page<T> {
  const size = maxResults === undefined || maxResults === 0 ? PAGE_SIZE : maxResults;
  const stamp = createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 12);
  const after = nextToken === undefined ? undefined : keyIn(nextToken, stamp);
  const start = after === undefined ? 0 : firstBehind(items, after, keyOf);
  const given = items.slice(start, start + size);
  const last = given.at(-1);
  const ended = start + size >= items.length || last === undefined;
  return { items: given, rest: ended ? {} : { nextToken: tokenOf(stamp, keyOf(last)) } };
}

/** The item whose key the token has may be gone; keys are then compared as text. */
function firstBehind<T>(items: readonly T[], key: string, keyOf: (item: T) => string): number {
  const found = items.findIndex((item) => keyOf(item) === key);
  if (found >= 0) return found + 1;
  const later = items.findIndex((item) => keyOf(item) > key);
  return later >= 0 ? later : items.length;
}

function tokenOf(stamp: string, key: string): string {
  return Buffer.from(JSON.stringify([stamp, key])).toString('base64url');
}

function keyIn(token: string, stamp: string): string {
  try {
    const [owner, key] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown[];
    if (owner === stamp && typeof key === 'string') return key;
  } catch {
    // It is none of ours.
  }
  throw new ApiError('InvalidToken', "Invalid Token: 'Invalid token'");
}

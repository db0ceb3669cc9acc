import { mapOf, type Shape, text, whole } from '../protocol/shape.js';

/** Name of a log group. Source of these constraints: CloudWatch Logs API reference. */
export const GROUP_NAME: Shape<string> = text({ min: 1, max: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/ });
/** Name or ARN of a log group. */
export const GROUP_IDENTIFIER: Shape<string> = text({ min: 1, max: 2048, pattern: /^[\w#+=/:,.@*-]+$/ });
/** Name of a stream. */
export const STREAM_NAME: Shape<string> = text({ min: 1, max: 512, pattern: /^[^:*]*$/ });
/** Milliseconds since the epoch. */
export const TIME: Shape<number> = whole(0);
/** What asks for the next page. */
export const TOKEN: Shape<string> = text({ min: 1 });
/** An ARN. */
export const ARN: Shape<string> = text({ min: 1, max: 1011 });
/** Tags by key. */
export const TAGS: Shape<Readonly<Record<string, string>>> = mapOf(text({ max: 256 }), 50);

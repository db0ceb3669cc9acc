import { mapOf, type Shape, text, whole } from '../protocol/shape.js';

/** Name of anything of Batch. Source of these constraints: AWS Batch API reference. */
export const NAME: Shape<string> = text({ min: 1, max: 128, pattern: /^[A-Za-z0-9][\w-]*$/ });
/** Name or ARN. */
export const IDENTIFIER: Shape<string> = text({ min: 1 });
/** Tags by key. */
export const TAGS: Shape<Readonly<Record<string, string>>> = mapOf(text({ max: 256 }), 50);
/** How a list is paged. */
export const PAGE: { readonly nextToken: Shape<string>; readonly maxResults: Shape<number> } = {
  nextToken: text({ min: 1 }),
  maxResults: whole(1, 100),
};
/** Items of a page where the request does not say, and at most. */
export const PAGE_SIZE = 100;

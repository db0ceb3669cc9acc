import { list, type Shape, structure, text, whole } from '../protocol/shape.js';

/** Name of a schedule or group. Source of these constraints: EventBridge Scheduler API reference. */
export const NAME: Shape<string> = text({ min: 1, max: 64, pattern: /^[0-9a-zA-Z-_.]+$/ });
/** What makes a request the same one when it is sent again. */
export const CLIENT_TOKEN: Shape<string> = text({ min: 1, max: 64, pattern: /^[a-zA-Z0-9-_]+$/ });
/** Tags of a group. */
export const TAGS: Shape<readonly { readonly Key: string; readonly Value: string }[]> = list(
  structure({ Key: text({ min: 1, max: 128 }), Value: text({ min: 1, max: 256 }) }, {}),
  0,
  200,
);
/** How a list is paged. */
export const PAGE: { readonly NextToken: Shape<string>; readonly MaxResults: Shape<number> } = {
  NextToken: text({ min: 1, max: 2048 }),
  MaxResults: whole(1, 100),
};
/** Items of a page where the request does not say. */
export const PAGE_SIZE = 100;

import { list, type Shape, structure, text, whole } from '../protocol/shape.js';

/** Name of a rule. Source of these constraints: EventBridge API reference. */
export const RULE_NAME: Shape<string> = text({ min: 1, max: 64, pattern: /^[.\-_A-Za-z0-9]+$/ });
/** Name or ARN of an event bus. */
export const BUS: Shape<string> = text({ min: 1, max: 1600 });
/** An ARN. */
export const ARN: Shape<string> = text({ min: 1, max: 1600 });
/** Tags of a rule. */
export const TAGS: Shape<readonly { readonly Key: string; readonly Value: string }[]> = list(
  structure({ Key: text({ min: 1, max: 128 }), Value: text({ max: 256 }) }, {}),
);
/** How a list is paged. */
export const PAGE: { readonly NextToken: Shape<string>; readonly Limit: Shape<number> } = {
  NextToken: text({ min: 1, max: 2048 }),
  Limit: whole(1, 100),
};
/** Items of a page where the request does not say. */
export const PAGE_SIZE = 100;

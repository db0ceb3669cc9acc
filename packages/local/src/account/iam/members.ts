import { list, type Shape, structure, text, whole } from '../protocol/shape.js';

/** Name of a role. Source of these constraints: IAM API reference. */
export const ROLE_NAME: Shape<string> = text({ min: 1, max: 64, pattern: /^[\w+=,.@-]+$/ });
/** Name of an inline policy. */
export const POLICY_NAME: Shape<string> = text({ min: 1, max: 128, pattern: /^[\w+=,.@-]+$/ });
/** A policy document, or an ARN's room for it. */
export const DOCUMENT: Shape<string> = text({ min: 1, max: 131_072 });
/** An ARN. */
export const ARN: Shape<string> = text({ min: 20, max: 2048 });
/** Tags of a role. */
export const TAGS: Shape<readonly { readonly Key: string; readonly Value: string }[]> = list(
  structure(
    {
      Key: text({ min: 1, max: 128, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u }),
      Value: text({ max: 256, pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u }),
    },
    {},
  ),
  0,
  50,
);
/** How a list is paged. */
export const PAGE: { readonly Marker: Shape<string>; readonly MaxItems: Shape<number> } = {
  Marker: text({ min: 1 }),
  MaxItems: whole(1, 1000),
};
/** Items of a page where the request does not say. */
export const PAGE_SIZE = 100;

import { ApiError } from '../protocol/api-error.js';

/** Tags that a resource may have. Source: Step Functions developer guide, "Service quotas". */
const MOST_TAGS = 50;

/** A tag of a request; both parts may be left out. */
export interface Tag {
  readonly key?: string;
  readonly value?: string;
}

/** Adds tags to those that a resource has. Throws `TooManyTags`. */
export function withTags(
  resource: string,
  before: Readonly<Record<string, string>>,
  tags: readonly Tag[] = [],
): Readonly<Record<string, string>> {
  const after = { ...before };
  for (const { key, value } of tags) if (key !== undefined) after[key] = value ?? '';
  if (Object.keys(after).length > MOST_TAGS) {
    throw new ApiError('TooManyTags', `Too Many Tags: '${resource}'`, { resourceName: resource });
  }
  return after;
}

/** Tags as an answer lists them. */
export function tagList(tags: Readonly<Record<string, string>>): readonly { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

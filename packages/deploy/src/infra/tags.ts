import type { JsonObject } from '@flowmap/graph';

/** The tag of everything in an account that all flows share. */
export const BASE_TAG = 'flowmap:base';

/** Tags by key. */
export interface Tags {
  readonly [key: string]: string;
}

/** Tags as most types of resources have them. */
export function tagList(tags: Tags): readonly JsonObject[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@flowmap/graph';
import { canonical } from '../plan/differences.js';

/** Tags by key. */
export type Tags = { readonly [key: string]: string };

/** Tags as most services list them, in the order of their keys. */
export function tagList(tags: Tags): { readonly Key: string; readonly Value: string }[] {
  return Object.keys(tags)
    .sort()
    .map((Key) => ({ Key, Value: tags[Key] ?? '' }));
}

/** The tags among the properties of a resource. */
export function tagsOf(properties: JsonObject): Tags {
  const list = properties['Tags'];
  if (!Array.isArray(list)) return (list ?? {}) as Tags;
  return Object.fromEntries(
    (list as readonly { readonly Key: string; readonly Value: string }[]).map(({ Key, Value }) => [Key, Value]),
  );
}

/**
 * Of the tags that are there, those that somebody wants, as a property: what others put on a resource is theirs. Undefined where there
 * is none of them.
 */
export function foundTags(
  there: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | Tags | undefined,
  wanted: JsonObject,
): { readonly Tags?: Json } {
  const all: Tags = Array.isArray(there)
    ? Object.fromEntries(there.map(({ Key = '', Value = '' }: { Key?: string; Value?: string }) => [Key, Value]))
    : ((there ?? {}) as Tags);
  const keys = Object.keys(tagsOf(wanted));
  const ours = Object.fromEntries(Object.entries(all).filter(([key]) => keys.length === 0 || keys.includes(key)));
  if (Object.keys(ours).length === 0) return {};
  return { Tags: Array.isArray(wanted['Tags']) || wanted['Tags'] === undefined ? tagList(ours) : ours };
}

/** What the description of a resource says of its tags, which saves a call to read them. */
export function tagsMarker(properties: JsonObject): string {
  const digest = createHash('sha256')
    .update(canonical(tagsOf(properties)))
    .digest('hex')
    .slice(0, 16);
  return `flowmap, tags ${digest}`;
}

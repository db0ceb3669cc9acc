import type { GivenItem, ItemSource } from '@flowmap/graph';

/**
 * What an item is, in a way that tells when its source is another one: an object by its key and ETag, a part of a file by its number
 * and the ETag of the file.
 */
export function identityOf({ source }: ItemSource, { i, v }: GivenItem, fileEtag: string | undefined): string {
  if (source === 's3.list' || source === 's3.inventory') {
    const { Key, Etag, ETag } = v as { readonly Key?: string; readonly Etag?: string; readonly ETag?: string };
    return `${Key} with ETag ${Etag ?? ETag ?? fileEtag ?? 'unknown'}`;
  }
  return `part ${i} of a file with ETag ${fileEtag ?? 'unknown'}`;
}

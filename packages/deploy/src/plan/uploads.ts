import type { ObjectStore } from '@flowmap/store';
import type { Upload } from '../apply.js';

/** An object that a deployment uploads, unless it is there. */
export interface PlannedUpload {
  readonly key: string;
  /** Bytes that it takes before it is compressed. */
  readonly bytes: number;
  readonly isThere: boolean;
}

/**
 * Says which objects are there already: a key says what is under it. Throws the errors `STORE_...`: of a bucket that is not there, or in
 * another region.
 */
export async function planUploads(objects: ObjectStore, uploads: readonly Upload[]): Promise<readonly PlannedUpload[]> {
  if (uploads.length === 0) return [];
  const there = new Set<string>();
  for await (const { key } of objects.list(commonStart(uploads.map(({ key }) => key)))) there.add(key);
  return uploads.map((upload) => ({ key: upload.key, bytes: sizeOf(upload), isThere: there.has(upload.key) }));
}

function sizeOf({ body, bytes }: Upload): number {
  return bytes ?? (typeof body === 'function' ? body() : body).byteLength;
}

/** With what all of them begin. */
function commonStart([first = '', ...others]: readonly string[]): string {
  let end = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, end))) end -= 1;
  return first.slice(0, end);
}

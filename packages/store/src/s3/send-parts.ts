import { type CompletedPart, UploadPartCommand } from '@aws-sdk/client-s3';
import { FlowError } from '@flowmap/graph';
import { type Access, failureOf, stopping } from './access.js';
import { nameOf } from './fault.js';
import type { Parts } from './parts.js';

/** Most parts of an upload. The limit is that of Amazon S3. */
const MOST_PARTS = 10_000;

/**
 * Sends the parts of an upload, some at once, and takes no more of the body meanwhile. The first failure, of the body or of a part, stops the
 * others; it throws when none is on its way any more.
 */
export async function sendParts(
  access: Access,
  key: string,
  id: string,
  parts: Parts,
  signal: AbortSignal | undefined,
): Promise<readonly CompletedPart[]> {
  const control = new AbortController();
  const stop = signal ? AbortSignal.any([signal, control.signal]) : control.signal;
  const sent: CompletedPart[] = [];
  const going = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    control.abort(error);
  };
  try {
    for (let number = 1; failure === undefined; number += 1) {
      const bytes = await parts.next(stop);
      if (!bytes) break;
      if (number > MOST_PARTS) throw tooLarge(access, key);
      const one: Promise<void> = sendPart(access, key, id, number, bytes, stop)
        .then((part) => void (sent[number - 1] = part), fail)
        .finally(() => going.delete(one));
      going.add(one);
      if (going.size >= access.partsAtOnce) await Promise.race(going);
    }
  } catch (error) {
    fail(error);
  }
  await Promise.all(going);
  signal?.throwIfAborted();
  if (failure) throw failure.error;
  return sent;
}

async function sendPart(
  access: Access,
  key: string,
  id: string,
  number: number,
  bytes: Uint8Array,
  stop: AbortSignal,
): Promise<CompletedPart> {
  try {
    const command = new UploadPartCommand({
      Bucket: access.bucket,
      Key: key,
      UploadId: id,
      PartNumber: number,
      Body: bytes,
      ChecksumAlgorithm: 'CRC32',
    });
    const { ETag, ChecksumCRC32 } = await access.client.send(command, stopping(stop));
    return {
      PartNumber: number,
      ...(ETag !== undefined && { ETag }),
      ...(ChecksumCRC32 !== undefined && { ChecksumCRC32 }),
    };
  } catch (error) {
    throw await failureOf(access, error, { right: 's3:PutObject', key, signal: stop });
  }
}

function tooLarge({ bucket, partBytes }: Access, key: string): FlowError {
  const what = `${nameOf({ bucket, key })} would have more than ${MOST_PARTS} parts of ${partBytes} bytes`;
  return new FlowError('STORE_FAILED', what, { hint: 'Nothing was written. Give larger partBytes.' });
}

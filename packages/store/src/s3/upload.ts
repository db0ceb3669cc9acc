import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
} from '@aws-sdk/client-s3';
import { type Access, encryptionOf, failureOf, stopping } from './access.js';
import { isConflict, isNamed, isPreconditionFailed } from './error-facts.js';
import type { Parts } from './parts.js';
import { sendParts } from './send-parts.js';
import { type WriterMark, writerMark } from './writer-mark.js';

const RIGHT = 's3:PutObject';

/** How an upload ended. After a conflict S3 wants another upload, from the beginning. */
export type UploadEnd =
  { readonly outcome: 'written' | 'exists' } | { readonly outcome: 'conflict'; readonly error: unknown };

interface UploadOptions {
  readonly ifAbsent: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Writes parts as one object. Whatever ends it before that, the upload is aborted, so that its parts are not paid for. */
export async function upload(
  access: Access,
  key: string,
  parts: Parts,
  { ifAbsent, signal }: UploadOptions,
): Promise<UploadEnd> {
  const mark = writerMark(access.writerId());
  const id = await begin(access, key, mark, signal);
  let isWritten = false;
  try {
    const sent = await sendParts(access, key, id, parts, signal);
    const end = await complete(access, key, id, sent, mark, { ifAbsent, signal });
    isWritten = end.outcome === 'written';
    return end;
  } finally {
    if (!isWritten) await abort(access, key, id);
  }
}

async function begin(access: Access, key: string, mark: WriterMark, signal: AbortSignal | undefined): Promise<string> {
  try {
    const command = new CreateMultipartUploadCommand({
      Bucket: access.bucket,
      Key: key,
      Metadata: { ...mark.metadata },
      // The client sends this checksum with each part, and S3 takes it only where it was announced.
      ChecksumAlgorithm: 'CRC32',
      ...encryptionOf(access),
    });
    const { UploadId } = await access.client.send(command, stopping(signal));
    if (UploadId === undefined) throw new Error('S3 began an upload without an id');
    return UploadId;
  } catch (error) {
    throw await failureOf(access, error, { right: RIGHT, key, signal });
  }
}

async function complete(
  access: Access,
  key: string,
  id: string,
  sent: readonly CompletedPart[],
  mark: WriterMark,
  { ifAbsent, signal }: UploadOptions,
): Promise<UploadEnd> {
  const command = new CompleteMultipartUploadCommand({
    Bucket: access.bucket,
    Key: key,
    UploadId: id,
    MultipartUpload: { Parts: [...sent] },
    ...(ifAbsent && { IfNoneMatch: '*' }),
  });
  try {
    await access.client.send(command, stopping(signal));
    return { outcome: 'written' };
  } catch (error) {
    mark.failed(error);
    const isRefused = ifAbsent && isPreconditionFailed(error);
    const isInConflict = ifAbsent && isConflict(error);
    const isOver = isRefused || isInConflict || isNamed(error, 'NoSuchUpload');
    if (isOver && (await mark.isThere(access, key, signal))) return { outcome: 'written' };
    if (isRefused) return { outcome: 'exists' };
    if (isInConflict) return { outcome: 'conflict', error };
    throw await failureOf(access, error, { right: RIGHT, key, signal });
  }
}

/** What made the upload end is told, and not that this failed as well: rules of the bucket remove what is left over. */
async function abort({ client, bucket }: Access, key: string, id: string): Promise<void> {
  const command = new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: id });
  await client.send(command).catch(() => undefined);
}

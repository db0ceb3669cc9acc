import { addAbortSignal, type Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { FlowError } from '@flowmap/graph';
import { type Access, failureOf, stopping } from './access.js';
import { isMissing, isPreconditionFailed, statusOf } from './error-facts.js';
import { nameOf } from './fault.js';
import { headObject } from './head.js';

/** How often one reading goes on after its connection broke. */
const RESUMES = 10;

const RIGHT = 's3:GetObject';

/** An object that is being read, or bytes of it. */
export interface Reading {
  /** Bytes that it gives. */
  readonly size: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

interface Opened {
  readonly body: Readable;
  readonly size: number;
  readonly etag: string | undefined;
}

/** An object, or bytes first to last of it as far as there are; undefined where there is none. */
export async function readPart(
  access: Access,
  key: string,
  range: readonly [number, number] | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  // For a range that is none S3 would give the whole object.
  if (range && range[1] < range[0]) {
    return (await headObject(access, key, signal)) ? new Uint8Array() : undefined;
  }
  const reading = await openReading(access, key, range, signal);
  if (!reading) return undefined;
  const bytes = new Uint8Array(reading.size);
  let at = 0;
  for await (const chunk of reading.chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * Opens an object for reading; undefined where there is none. Where the connection breaks on the way, it goes on behind what came, if the
 * object is still the same one: ten times, then it is `STORE_UNREACHABLE`. Otherwise it is `OBJECT_CHANGED`.
 */
export async function openReading(
  access: Access,
  key: string,
  range: readonly [number, number] | undefined,
  signal: AbortSignal | undefined,
): Promise<Reading | undefined> {
  try {
    const opened = await open(access, key, range && `bytes=${range[0]}-${range[1]}`, undefined, signal);
    return { size: opened.size, chunks: chunksOf(access, key, opened, range?.[0] ?? 0, signal) };
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (statusOf(error) === 416) return { size: 0, chunks: nothing() };
    throw await failureOf(access, error, { right: RIGHT, key, signal });
  }
}

async function* chunksOf(
  access: Access,
  key: string,
  { body, size, etag }: Opened,
  first: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  for (let resumes = 0; ; resumes += 1) {
    let broken: unknown = new Error('the connection was closed');
    try {
      for await (const chunk of body as AsyncIterable<Uint8Array>) {
        signal?.throwIfAborted();
        received += chunk.length;
        yield chunk;
      }
      if (received >= size) return;
    } catch (error) {
      signal?.throwIfAborted();
      // With all bytes here, what failed is their checksum.
      if (received >= size) throw await failureOf(access, error, { right: RIGHT, key, signal });
      broken = error;
    }
    if (resumes === RESUMES) {
      throw new FlowError(
        'STORE_UNREACHABLE',
        `the connection broke ${RESUMES + 1} times in ${nameOf({ ...access, key })}`,
        {
          cause: broken,
          hint: 'Check the network.',
        },
      );
    }
    ({ body } = await resume(access, key, `bytes=${first + received}-${first + size - 1}`, etag, signal));
  }
}

async function resume(
  access: Access,
  key: string,
  range: string,
  etag: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Opened> {
  try {
    return await open(access, key, range, etag, signal);
  } catch (error) {
    if (isPreconditionFailed(error) || isMissing(error)) {
      const what = `${nameOf({ ...access, key })} was replaced or removed while it was read`;
      throw new FlowError('OBJECT_CHANGED', what, { cause: error, hint: 'Read it again.' });
    }
    throw await failureOf(access, error, { right: RIGHT, key, signal });
  }
}

async function open(
  { client, bucket }: Access,
  key: string,
  range: string | undefined,
  etag: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Opened> {
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ...(range !== undefined && { Range: range }),
    ...(etag !== undefined && { IfMatch: etag }),
  });
  const { Body, ContentLength, ETag } = await client.send(command, stopping(signal));
  const body = Body as Readable | undefined;
  if (!body || ContentLength === undefined) throw new Error('S3 answered without a body');
  // The client's own signal ends with the head of the answer.
  if (signal) addAbortSignal(signal, body);
  return { body, size: ContentLength, etag: ETag };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // No bytes.
}

import { setTimeout as pause } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { WriteOptions } from '../object-store.js';
import { type Access, encryptionOf, failureOf, stopping } from './access.js';
import { isConflict, isPreconditionFailed } from './error-facts.js';
import { headObject } from './head.js';
import { type Body, BodyError, type Parts, partsOf } from './parts.js';
import { upload } from './upload.js';
import { writerMark } from './writer-mark.js';

/** How often a write that met another operation on its key is tried; so S3 asks for. */
const TRIES = 6;

/** Milliseconds before the second try; twice as many before each further one. */
const PAUSE = 25;

/** Writes an object whole or not at all: up to one part in one request, more in an upload of parts. */
export async function writeObject(
  access: Access,
  key: string,
  body: Body,
  options: WriteOptions,
): Promise<'written' | 'exists'> {
  const never = new AbortController().signal;
  const { ifAbsent = false, signal } = options;
  for (let tries = 1; ; tries += 1) {
    const parts = partsOf(body, access.partBytes);
    try {
      const first = (await parts.next(signal ?? never)) ?? new Uint8Array();
      const second = first.length < access.partBytes ? undefined : await parts.next(signal ?? never);
      signal?.throwIfAborted();
      if (!second) return await putObject(access, key, first, { ifAbsent, signal });
      // What is not wanted should not be sent first.
      if (ifAbsent && (await headObject(access, key, signal))) return 'exists';
      const answer = await upload(access, key, ahead([first, second], parts), { ifAbsent, signal });
      if (answer.outcome !== 'conflict') return answer.outcome;
      if (await headObject(access, key, signal)) return 'exists';
      // Such an upload is over. Its bytes can be had again only where they are all here.
      if (!(body instanceof Uint8Array) || tries === TRIES) {
        throw await failureOf(access, answer.error, { right: 's3:PutObject', key, signal });
      }
    } catch (error) {
      throw error instanceof BodyError ? error.cause : error;
    } finally {
      parts.close();
    }
    await waited(tries, signal);
  }
}

async function putObject(
  access: Access,
  key: string,
  bytes: Uint8Array,
  { ifAbsent, signal }: { readonly ifAbsent: boolean; readonly signal: AbortSignal | undefined },
): Promise<'written' | 'exists'> {
  const mark = writerMark(ifAbsent ? access.writerId() : '');
  const input = { Bucket: access.bucket, Key: key, Body: bytes, ...encryptionOf(access) };
  const command = (): PutObjectCommand =>
    new PutObjectCommand(ifAbsent ? { ...input, IfNoneMatch: '*', Metadata: { ...mark.metadata } } : input);
  for (let tries = 1; ; tries += 1) {
    try {
      await access.client.send(command(), stopping(signal));
      return 'written';
    } catch (error) {
      mark.failed(error);
      if (ifAbsent && isPreconditionFailed(error)) {
        return (await mark.isThere(access, key, signal)) ? 'written' : 'exists';
      }
      if (!isConflict(error) || tries === TRIES) {
        throw await failureOf(access, error, { right: 's3:PutObject', key, signal });
      }
    }
    await waited(tries, signal);
  }
}

async function waited(tries: number, signal: AbortSignal | undefined): Promise<void> {
  await pause(PAUSE * 2 ** (tries - 1), undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
}

/** Parts of which some have been taken already. */
function ahead(taken: Uint8Array[], parts: Parts): Parts {
  return { next: async (signal) => taken.shift() ?? parts.next(signal), close: () => parts.close() };
}

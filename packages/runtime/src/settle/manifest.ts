import type { Json } from '@flowmap/graph';
import { FlowError } from '@flowmap/graph';
import type { ObjectStore } from '@flowmap/store';

/** The files of a result writer: the keys of those with children that ended in each way, in their order. */
export interface ResultFiles {
  readonly succeeded: readonly string[];
  /** Failed, timed out, or stopped. */
  readonly failed: readonly string[];
  /** Never started. */
  readonly pending: readonly string[];
}

/**
 * The files that a manifest names. Throws `RESULT_FILE_MISSING` where there is no such object, `RESULT_FILE_CORRUPT` where it is no
 * manifest.
 */
export async function readManifest(objects: ObjectStore, key: string): Promise<ResultFiles> {
  const body = await objects.get(key);
  if (!body) throw missing(key);
  const files = filesIn(new TextDecoder().decode(body));
  if (!files) throw corrupt(key, 'it is no manifest of a result writer');
  return { succeeded: keysOf(files, 'SUCCEEDED'), failed: keysOf(files, 'FAILED'), pending: keysOf(files, 'PENDING') };
}

/** What is thrown for an object that is not there. */
export function missing(key: string): FlowError {
  return new FlowError('RESULT_FILE_MISSING', `the service wrote the results of a Map to ${key}, and it is not there`, {
    hint: 'Look for what removed it, a lifecycle rule perhaps.',
  });
}

/** What is thrown for an object that is not as the service writes it. */
export function corrupt(key: string, fault: string): FlowError {
  return new FlowError('RESULT_FILE_CORRUPT', `${key} cannot be read: ${fault}`);
}

type Files = { readonly [end: string]: Json | undefined };

function filesIn(text: string): Files | undefined {
  try {
    const { ResultFiles: files } = JSON.parse(text) as { readonly ResultFiles?: Files };
    return typeof files === 'object' ? files : undefined;
  } catch {
    return undefined;
  }
}

function keysOf(files: Files, end: string): readonly string[] {
  const entries = files[end];
  if (!Array.isArray(entries)) return [];
  return (entries as readonly { readonly Key: string }[]).map(({ Key: key }) => key);
}

import type { Json } from '@flowmap/graph';
import { isFlowError } from '@flowmap/graph';
import type { ObjectStore } from '@flowmap/store';
import { linesOf } from './lines.js';
import { corrupt, missing, readManifest } from './manifest.js';

/** What a result writer with COMPACT and JSONL tells of a child. */
export type ChildRecord =
  | { readonly ended: 'well'; readonly output: Json }
  | {
      /** `badly`: it failed, timed out or was stopped. `never`: it was not started. */
      readonly ended: 'badly' | 'never';
      /** What it was given; undefined where the service left it out. */
      readonly input: Json | undefined;
      readonly error?: string;
      readonly cause?: string;
    };

/**
 * The children of the Map Run that wrote a manifest, one at a time, in no order that could be relied on. `only` leaves out the files of
 * all others. Nothing is held but a line. Throws `RESULT_FILE_MISSING` and `RESULT_FILE_CORRUPT`.
 */
export async function* recordsOf(
  objects: ObjectStore,
  manifest: string,
  only?: ChildRecord['ended'],
): AsyncGenerator<ChildRecord, void, undefined> {
  const { succeeded, failed, pending } = await readManifest(objects, manifest);
  const files = { well: succeeded, badly: failed, never: pending };
  for (const ended of ['well', 'badly', 'never'] as const) {
    if (only !== undefined && only !== ended) continue;
    for (const key of files[ended]) {
      for await (const value of valuesIn(objects, key)) yield recordOf(ended, value, key);
    }
  }
}

function recordOf(ended: ChildRecord['ended'], value: Json, key: string): ChildRecord {
  if (ended === 'well') return { ended, output: value };
  // Whatever did not end well is written whole, with its input as text.
  const { Input: input, Error: error, Cause: cause } = value as { readonly [name: string]: string | undefined };
  return {
    ended,
    input: input === undefined ? undefined : parsed(input, key),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

async function* valuesIn(objects: ObjectStore, key: string): AsyncGenerator<Json, void, undefined> {
  try {
    for await (const line of linesOf(objects.read(key))) yield parsed(line, key);
  } catch (error) {
    throw isFlowError(error) && error.code === 'OBJECT_NOT_FOUND' ? missing(key) : error;
  }
}

function parsed(text: string, key: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw corrupt(key, `it holds what is no JSON: ${text.slice(0, 100)}`);
  }
}

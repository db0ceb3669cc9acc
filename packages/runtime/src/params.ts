import { FlowError, type Json } from '@flowmap/graph';
import type { MetadataStore, RunRecord } from '@flowmap/store';

/** The parameters of a run, after checking, defaults applied. */
export interface Params {
  readonly [name: string]: Json;
}

/** Runs whose parameters a process remembers: a warm worker meets few at a time. */
const REMEMBERED = 16;

const caches = new WeakMap<MetadataStore, Map<string, Promise<RunRecord>>>();

/**
 * The record of a run, with its parameters, as its first state wrote it; read once in a process. Throws `RUN_NOT_FOUND` where the
 * run is unknown or its record has expired.
 */
export function runRecordOf(metadata: MetadataStore, deployment: string, run: string): Promise<RunRecord> {
  const cache = caches.get(metadata) ?? new Map<string, Promise<RunRecord>>();
  caches.set(metadata, cache);
  const key = `${deployment}/${run}`;
  const known = cache.get(key);
  if (known) return known;
  const reading = read(metadata, deployment, run);
  cache.set(key, reading);
  // A failure may pass: the next task reads again.
  reading.catch(() => cache.delete(key));
  const oldest = cache.keys().next();
  if (cache.size > REMEMBERED && !oldest.done) cache.delete(oldest.value);
  return reading;
}

async function read(metadata: MetadataStore, deployment: string, run: string): Promise<RunRecord> {
  const record = await metadata.run(deployment, run);
  if (record) return record;
  throw new FlowError('RUN_NOT_FOUND', `there is no run ${run} of ${deployment}, or its record has expired`, {
    hint: 'Start runs through the state machine: its first state records them.',
  });
}

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { run as interpret, type HistoryEvent, type Outcome } from '@flowmap/engine';
import { type FlowError, isFlowError, type JsonObject } from '@flowmap/graph';
import { placeOf } from '@flowmap/runtime';
import type { MetadataStore, RunEnd } from '@flowmap/store';
import { fsObjects } from '@flowmap/store/fs';
import { serveS3 } from './buckets/s3-calls.js';
import { storeBucket } from './buckets/store-bucket.js';
import { realClock } from './clock.js';
import type { LocalMetadata } from './dynamodb/local-metadata.js';
import type { FailureLog } from './failure-log.js';
import { openFlowPool } from './flow-pool.js';
import { openJournal } from './journal.js';
import type { RunFolder } from './kept/run-folder.js';
import { openRunLogs } from './kept/run-logs.js';
import type { RunEvent } from './progress/run-event.js';
import { readJournal } from './read-journal.js';
import type { LocalRun } from './run-local.js';
import { taskPort } from './task-port.js';

/** A run that this process works on. */
export interface RunUnderWay {
  readonly root: string;
  readonly run: string;
  readonly params: JsonObject;
  readonly folder: RunFolder;
  readonly metadata: LocalMetadata;
  readonly failures: FailureLog;
}

/**
 * Interprets the state machine of a run, from its journal on where it has one, and records its end. Where something is
 * wrong with the journal or another port, it throws and leaves the run as one that was interrupted.
 */
export async function executeRun(local: LocalRun, underWay: RunUnderWay): Promise<Outcome> {
  const { root, run, params, folder, metadata, failures } = underWay;
  const { target } = local;
  const { deployment } = target;
  const clock = realClock();
  const now = (): number => clock.now();
  const objects = fsObjects(join(root, 'objects'));
  const buckets = storeBucket(target.bucket, objects, local.buckets);
  const broken = new AbortController();
  const past = readJournal(folder.history);
  // Tasks that are under way then could not be recorded any more.
  const onFailure = (error: FlowError): void => broken.abort(error);
  const journal = await openJournal(folder.history, { onFailure });
  const logs = await openRunLogs(folder.logs, onFailure);
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'log') logs.add(event.line);
    local.onEvent?.(event);
  };
  const pool = openFlowPool(local, { root, run, metadata: metadata.store, onEvent, now });
  const record = (event: HistoryEvent): Promise<void> | undefined => {
    const held = journal.append(event);
    if (event.mapRun !== undefined) return held;
    // Whoever finds the record of a run in the metadata store finds its beginning in the journal.
    if (event.type === 'ExecutionStarted') return held ?? journal.flush();
    if (event.type !== 'ExecutionRedriven') return held;
    return (held ?? journal.flush()).then(() => reopen(metadata.store, deployment, run));
  };
  let outcome: Outcome | undefined;
  onEvent({ type: 'run', at: now(), deployment, run });
  try {
    outcome = await interpret(
      local.definition,
      params,
      {
        task: taskPort({
          computes: local.computes,
          pool,
          states: (resource, args) => metadata.serve(resource, args) ?? serveS3(buckets, resource, args),
          onEvent,
          onFailure: (failure) => failures.add(failure),
          place: (task) => placeOf(local.graph, task, { objects, metadata: metadata.store, deployment }),
          now,
        }),
        clock,
        random: () => Math.random(),
        uuid: () => randomUUID(),
        objects: buckets,
        record,
      },
      {
        name: run,
        machine: target.machine,
        account: target.account,
        region: target.region,
        quotas: local.quotas ?? 'enforced',
        signal: local.signal === undefined ? broken.signal : AbortSignal.any([local.signal, broken.signal]),
        ...(local.resume === true && { past, redrive: true }),
      },
    );
    await logs.flush();
    // Nobody is told of an end that a power cut could take back.
    await journal.close();
    await finish(metadata.store, deployment, run, endOf(outcome, new Date(now())));
    return outcome;
  } catch (error) {
    outcome = undefined;
    throw past.fault(error);
  } finally {
    await pool.close();
    await logs.close().catch(() => undefined);
    await journal.close().catch(() => undefined);
    onEvent({ type: 'end', at: now(), ...ending(outcome ?? { status: 'FAILED', error: 'Flowmap.Interrupted' }) });
  }
}

/** A run whose first state failed was never recorded: parameters that do not fit, a name that was taken in between. */
async function finish(store: MetadataStore, deployment: string, run: string, end: RunEnd): Promise<void> {
  await unlessMissing(store.finishRun(deployment, run, end));
}

async function reopen(store: MetadataStore, deployment: string, run: string): Promise<void> {
  await unlessMissing(store.reopenRun(deployment, run));
}

async function unlessMissing(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isFlowError(error) || error.code !== 'RUN_NOT_FOUND') throw error;
  }
}

/** Characters of a cause that are kept with a run, as the service does. */
const LONGEST_CAUSE = 32_768;

function endOf(outcome: Outcome, stopped: Date): RunEnd {
  const { status, error, cause } = ending(outcome);
  const failure = {
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause: cause.slice(0, LONGEST_CAUSE) }),
  };
  return {
    status,
    stopped: stopped.toISOString(),
    ...(status !== 'SUCCEEDED' && { failure }),
  };
}

function ending(outcome: Outcome): Omit<Extract<RunEvent, { type: 'end' }>, 'type' | 'at'> {
  const { status } = outcome;
  if (outcome.status === 'SUCCEEDED') return { status };
  const { error, cause } = outcome;
  return { status, ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

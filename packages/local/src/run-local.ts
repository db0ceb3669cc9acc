import { randomBytes, randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Compute, Target } from '@flowmap/asl';
import type { StateMachine } from '@flowmap/asl/language';
import { run as interpret, type Outcome } from '@flowmap/engine';
import { FlowError, isFlowError, type FlowGraph, type JsonObject } from '@flowmap/graph';
import { readResult } from '@flowmap/runtime';
import type { MetadataStore } from '@flowmap/store';
import { fsObjects } from '@flowmap/store/fs';
import { realClock } from './clock.js';
import { openMetadata, type LocalMetadata } from './dynamodb/local-metadata.js';
import { openFailureLog, type FailureLog } from './failure-log.js';
import { openFlowPool } from './flow-pool.js';
import { openJournal } from './journal.js';
import type { FailureReport, RunEvent } from './progress/run-event.js';
import { createRunId, runIdProblem } from './run-id.js';
import { taskPort } from './task-port.js';

/** A run on this machine. */
export interface LocalRun {
  readonly graph: FlowGraph;
  /** The flow, compiled. */
  readonly definition: StateMachine;
  /** What the definition was compiled with. */
  readonly computes: readonly Compute[];
  readonly target: Target;
  /** A module on the disk whose default export is the flow; workers load it. */
  readonly bundle: URL;
  /** What the bundle expects on the global object, by the names of registered symbols. */
  readonly globals?: { readonly [symbol: string]: string };
  /** The execution's input. */
  readonly params: JsonObject;
  /** Default: a new one that sorts by time. */
  readonly run?: string;
  /** Folder of everything that runs leave: objects, the database, histories. */
  readonly root: string;
  /** Worker processes. Default: one for each core, at most eight. */
  readonly workers?: number;
  /** Tasks that one process runs at once. Default 4: most tasks wait for something. */
  readonly tasksPerWorker?: number;
  /** Default `enforced`: what passes here passes on AWS. */
  readonly quotas?: 'enforced' | 'off';
  /** Ends the run; its status is then ABORTED. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

/** A run on this machine that has ended. */
export interface LocalOutcome {
  readonly run: string;
  readonly outcome: Outcome;
  /** The task behind the failure of a run, where there is one. */
  readonly failure?: LocalFailure;
  /** The flow's result. A foreach's is a `Collection`, read as it is used. */
  result(): Promise<unknown>;
  /** Closes what the result is read from. */
  close(): Promise<void>;
}

/** The failure behind a run's. */
export interface LocalFailure {
  /** The step, with its index path: `perChunk/summarise/17`. */
  readonly task: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly error: FailureReport;
}

/**
 * Runs a compiled flow on this machine: the state machine in the engine, tasks in worker processes, everything that is kept below
 * `root`. The run is in the metadata store from its first state to its end, and its history is
 * `runs/<deployment>/<run>/history.jsonl`. A run that fails is an outcome. Throws `RUN_ID_ILLEGAL`, `RUN_ID_USED`, and what
 * goes wrong with the folder.
 */
export async function runLocal(local: LocalRun): Promise<LocalOutcome> {
  const clock = realClock();
  const run = local.run ?? createRunId(clock.now(), randomBytes);
  const problem = runIdProblem(run);
  if (problem !== undefined) {
    throw new FlowError('RUN_ID_ILLEGAL', `the run id ${JSON.stringify(run)} cannot be used: ${problem}`);
  }
  const { deployment, table } = local.target;
  const root = resolve(local.root);
  const metadata = await openMetadata(root, table, () => clock.now());
  try {
    await refuseUsed(metadata.store, deployment, run);
    const failures = openFailureLog();
    const outcome = await execute(local, { root, run, metadata, failures });
    const behind = failures.behind(outcome);
    return {
      run,
      outcome,
      ...(behind && {
        failure: {
          task: behind.task.i === '' ? behind.task.step : `${behind.task.step}/${behind.task.i}`,
          attempt: behind.task.try + 1,
          error: behind.own,
        },
      }),
      result: () =>
        readResult(local.graph, run, {
          objects: fsObjects(join(root, 'objects')),
          metadata: metadata.store,
          deployment,
        }),
      close: () => metadata.close(),
    };
  } catch (error) {
    await metadata.close();
    throw error;
  }
}

/** Interprets the state machine, and records its end whatever that is. */
async function execute(
  local: LocalRun,
  { root, run, metadata, failures }: { root: string; run: string; metadata: LocalMetadata; failures: FailureLog },
): Promise<Outcome> {
  const { target, onEvent = () => undefined } = local;
  const { deployment } = target;
  const clock = realClock();
  const now = (): number => clock.now();
  const journal = await openJournal(join(root, 'runs', deployment, run, 'history.jsonl'));
  const pool = openFlowPool(local, { root, run, metadata: metadata.store, onEvent, now });
  let outcome: Outcome = { status: 'FAILED', error: 'Flowmap.Interrupted' };
  onEvent({ type: 'run', at: now(), deployment, run });
  try {
    outcome = await interpret(
      local.definition,
      local.params,
      {
        task: taskPort({
          computes: local.computes,
          pool,
          states: (resource, args) => metadata.serve(resource, args),
          onEvent,
          onFailure: (failure) => failures.add(failure),
          now,
        }),
        clock,
        random: () => Math.random(),
        uuid: () => randomUUID(),
        record: (event) => journal.append(event),
      },
      {
        name: run,
        machine: target.machine,
        account: target.account,
        region: target.region,
        quotas: local.quotas ?? 'enforced',
        ...(local.signal && { signal: local.signal }),
      },
    );
    return outcome;
  } finally {
    await pool.close();
    await finish(metadata.store, deployment, run, { status: outcome.status, stopped: new Date(now()).toISOString() });
    onEvent({ type: 'end', at: now(), ...ending(outcome) });
    await journal.close();
  }
}

async function refuseUsed(store: MetadataStore, deployment: string, run: string): Promise<void> {
  if (!(await store.run(deployment, run))) return;
  throw new FlowError('RUN_ID_USED', `there has been a run ${run} of ${deployment} before`, {
    hint: 'Choose another run id, or leave it out: then the run gets a new one.',
  });
}

/** A run whose first state failed was never recorded: parameters that do not fit, a name that was taken in between. */
async function finish(
  store: MetadataStore,
  deployment: string,
  run: string,
  end: Parameters<MetadataStore['finishRun']>[2],
): Promise<void> {
  try {
    await store.finishRun(deployment, run, end);
  } catch (error) {
    if (!isFlowError(error) || error.code !== 'RUN_NOT_FOUND') throw error;
  }
}

function ending(outcome: Outcome): Omit<Extract<RunEvent, { type: 'end' }>, 'type' | 'at'> {
  const { status } = outcome;
  if (outcome.status === 'SUCCEEDED') return { status };
  const { error, cause } = outcome;
  return { status, ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

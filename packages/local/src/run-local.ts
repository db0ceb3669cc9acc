import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Compute, Target } from '@flowmap/asl';
import type { StateMachine } from '@flowmap/asl/language';
import type { ObjectStorage, Outcome } from '@flowmap/engine';
import {
  type Invocation,
  createRunId,
  FlowError,
  type FlowGraph,
  indexGraph,
  type JsonObject,
  type Resumption,
  runIdProblem,
} from '@flowmap/graph';
import { readResult } from '@flowmap/runtime';
import { graphKey } from '@flowmap/store';
import { fsObjects } from '@flowmap/store/fs';
import { realClock } from './clock.js';
import { openMetadata } from './dynamodb/local-metadata.js';
import { executeRun } from './execute-run.js';
import { openFailureLog } from './failure-log.js';
import { beginRun, continueRun } from './kept/begin-run.js';
import { paramsOfRun, resumingInput } from './kept/resumed-run.js';
import { runFolder } from './kept/run-folder.js';
import type { FailureReport, RunEvent } from './progress/run-event.js';

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
  /** The execution's input. With `resume` it is that of the run. */
  readonly params: JsonObject;
  /** Default: a new one that sorts by time. */
  readonly run?: string;
  /**
   * Goes on with `run`, of this folder and of the same definition: where it was interrupted, by whatever ended its process;
   * or, where it failed, was aborted or timed out, from the states that did, as a redrive does. Nothing that had
   * ended well is done again. Default: a new run.
   */
  readonly resume?: boolean;
  /**
   * An earlier run of this folder whose finished tasks a new run takes instead of doing them again, with other code too. It takes the
   * place of `resume`. Default: none.
   */
  readonly resumes?: Resumption;
  /** With `resume`: the tasks that are left may run other code than the run began with. Default: that is an error. */
  readonly newCode?: boolean;
  /** Folder of everything that runs leave: objects, the database, histories. */
  readonly root: string;
  /** Buckets that sources of the flow are in, beside that of the artifacts. Default: there are none. */
  readonly buckets?: ObjectStorage;
  /** Worker processes. Default: one for each core, at most eight. */
  readonly workers?: number;
  /** Tasks that one process runs at once. Default 4: most tasks wait for something. */
  readonly tasksPerWorker?: number;
  /** Default `enforced`: what passes here passes on AWS. */
  readonly quotas?: 'enforced' | 'off';
  /** Ends the run; its status is then ABORTED. It can be gone on with. */
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
 * `root`. The run is in the metadata store from its first state to its end, and in `runs/<deployment>/<run>` are its history,
 * `history.jsonl`, what its tasks logged, `logs.jsonl`, and what it takes to go on with it, `run.json`. A run that fails is an outcome.
 *
 * Throws `RUN_ID_ILLEGAL`, `RUN_ID_USED`; with `resumes` `RUN_NOT_FOUND` and `RUN_STEP_UNKNOWN`; with `resume` `RUN_NOT_FOUND`, `RUN_CHANGED`, `RUN_CODE_CHANGED`, and `JOURNAL_DAMAGED`,
 * `JOURNAL_MISMATCH`, `JOURNAL_NOT_READ`; `RUN_HELD` where another process has the run; `JOURNAL_NOT_WRITTEN` where the disk takes
 * no more, and what else goes wrong with the folder. What was recorded until then is kept, and the run can be gone on with.
 */
export async function runLocal(local: LocalRun): Promise<LocalOutcome> {
  const clock = realClock();
  const run = local.run ?? createRunId(clock.now(), randomBytes);
  const problem = runIdProblem(run);
  if (problem !== undefined) {
    throw new FlowError('RUN_ID_ILLEGAL', `the run id ${JSON.stringify(run)} cannot be used: ${problem}`);
  }
  const { definition, target, resume = false, newCode = false, resumes } = local;
  const params = resumes ? resumingInput(local.params, resumes) : local.params;
  const { deployment, table } = target;
  const root = resolve(local.root);
  const folder = runFolder(root, deployment, run);
  if (resumes) await checkResumption(local.graph, root, deployment, resumes);
  const metadata = await openMetadata(root, table, () => clock.now());
  try {
    const start = { definition, target, params, run, newCode };
    const begun = await (resume ? continueRun(folder, start) : beginRun(folder, start, metadata.store));
    const failures = openFailureLog();
    let outcome: Outcome;
    try {
      await keepGraph(local.graph, target.code, root);
      outcome = await executeRun(local, { root, run, params: begun.params, folder, metadata, failures });
    } finally {
      await begun.release();
    }
    const behind = failures.behind(outcome);
    return {
      run,
      outcome,
      ...(behind && {
        failure: {
          task: nameOf(behind.place ?? behind.task),
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

/** By the graph those read the run who have no code of the flow. */
async function keepGraph(graph: FlowGraph, code: string, root: string): Promise<void> {
  const text = Buffer.from(JSON.stringify(graph));
  await fsObjects(join(root, 'objects')).put(graphKey(code), text, { ifAbsent: true });
}

async function checkResumption(
  graph: FlowGraph,
  root: string,
  deployment: string,
  { run, from }: Resumption,
): Promise<void> {
  await paramsOfRun(root, deployment, run);
  const { nodes } = indexGraph(graph);
  if (from === undefined || nodes.has(from)) return;
  throw new FlowError('RUN_STEP_UNKNOWN', `${graph.name} has no step ${from} to run again from`, {
    hint: `It has ${[...nodes.keys()].join(', ')}.`,
  });
}

function nameOf({ step, i }: Pick<Invocation, 'step' | 'i'>): string {
  return i === '' ? step : `${step}/${i}`;
}

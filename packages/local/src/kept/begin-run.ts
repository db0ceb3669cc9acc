import type { Target } from '@flowmap/asl';
import type { StateMachine } from '@flowmap/asl/language';
import { FlowError, type JsonObject } from '@flowmap/graph';
import type { MetadataStore } from '@flowmap/store';
import { holdRun, type HeldRun } from './hold-run.js';
import { definitionHash, keepRun, readKeptRun, type KeptRun } from './kept-run.js';
import type { RunFolder } from './run-folder.js';

/** What a run begins or goes on with. */
export interface RunStart {
  readonly definition: StateMachine;
  readonly target: Target;
  readonly params: JsonObject;
  readonly run: string;
  readonly newCode: boolean;
}

/** A run that this process alone may work on, and its parameters. */
export interface BegunRun extends HeldRun {
  readonly params: JsonObject;
}

/**
 * Takes a new run for this process and writes down what it is started with, before anything else of it is. Throws
 * `RUN_ID_USED`, `RUN_HELD`.
 */
export async function beginRun(folder: RunFolder, start: RunStart, store: MetadataStore): Promise<BegunRun> {
  const { definition, target, params, run } = start;
  const { deployment, code } = target;
  await refuseUsed(folder, start, store);
  const held = await holdRun(folder.folder);
  try {
    // Two may have come at the same time, and the other one may have ended since.
    await refuseUsed(folder, start, store);
    await keepRun(folder.record, { v: 1, deployment, run, definition: definitionHash(definition, code), code, params });
  } catch (error) {
    await held.release();
    throw error;
  }
  return { params, release: () => held.release() };
}

/**
 * Takes a run that was begun before for this process. Throws `RUN_NOT_FOUND`, `RUN_HELD`, `RUN_CHANGED` where the flow
 * gives another state machine now, and `RUN_CODE_CHANGED` where its code is another one and `newCode` does not allow that.
 */
export async function continueRun(folder: RunFolder, start: RunStart): Promise<BegunRun> {
  const { run, target, newCode } = start;
  const kept = await readKeptRun(folder.record);
  if (kept === undefined) {
    throw new FlowError('RUN_NOT_FOUND', `there is no run ${run} of ${target.deployment} to go on with`, {
      hint: `Look for its folder, ${folder.folder}.`,
    });
  }
  refuseChanged(kept, start);
  const held = await holdRun(folder.folder);
  try {
    if (newCode) await keepRun(folder.record, { ...kept, code: target.code });
  } catch (error) {
    await held.release();
    throw error;
  }
  return { params: kept.params, release: () => held.release() };
}

async function refuseUsed({ record }: RunFolder, { run, target }: RunStart, store: MetadataStore): Promise<void> {
  const { deployment } = target;
  const [kept, recorded] = await Promise.all([readKeptRun(record), store.run(deployment, run)]);
  if (kept === undefined && recorded === undefined) return;
  const another = 'choose another run id, or leave it out: then the run gets a new one.';
  // A run that was interrupted before its first state is known from its folder alone.
  const canGoOn = kept !== undefined && recorded?.status !== 'SUCCEEDED';
  throw new FlowError('RUN_ID_USED', `there has been a run ${run} of ${deployment} before`, {
    hint: canGoOn ? `Go on with it (--continue ${run}), or ${another}` : `C${another.slice(1)}`,
  });
}

function refuseChanged({ definition, code }: KeptRun, { run, target, newCode, ...start }: RunStart): void {
  const { deployment } = target;
  if (definitionHash(start.definition, target.code) !== definition) {
    throw new FlowError('RUN_CHANGED', `the run ${run} cannot go on: ${deployment} is another state machine now`, {
      hint: 'Give the same options as before and undo changes to the steps and foreachs of the flow, or start another run.',
    });
  }
  if (code === target.code || newCode) return;
  throw new FlowError('RUN_CODE_CHANGED', `the code of ${deployment} has changed since the run ${run} began`, {
    hint: 'Undo the change, or say that the tasks that are left run the code as it is now (--new-code).',
  });
}

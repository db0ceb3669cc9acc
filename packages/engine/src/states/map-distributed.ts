import type { Json } from '@flowmap/asl/language';
import { mapRunArn } from '../arn.js';
import type { Thread } from '../execution.js';
import { dataLimitExceeded, StateFailure, Stopped } from '../failure.js';
import { emit, hasRoom, note, recordedNext } from '../history.js';
import type { Block } from '../machine/node.js';
import { LiveMapRun } from '../map-run.js';
import type { Visit } from '../visit.js';
import type { Results } from '../writer/results.js';
import type { Batching } from './map-batcher.js';
import { familyOf } from './map-children.js';
import { runChildren } from './map-run-children.js';
import { itemInput, type Iteration, type MapMode } from './map-mode.js';
import { batches, type ItemInput, type PieceCursor, singles } from './map-pieces.js';
import type { ResultsFor } from './map-writer.js';

/** What a distributed map has of its own. */
export interface Distribution {
  readonly label: string | undefined;
  /** Of the children. */
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly batcher: ((visit: Visit) => Promise<Batching>) | undefined;
  readonly writer: (visit: Visit) => Promise<ResultsFor>;
}

/** Each item, or batch of items, in an execution of its own, under a Map Run. */
export function mapDistributed(block: Block, { label, type, batcher, writer }: Distribution): MapMode {
  return {
    async run(visit, iteration, tolerance) {
      const { thread, ports } = visit;
      const batching = await batcher?.(visit);
      const resultsFor = await writer(visit);
      const recorded = recordedNext(thread)?.details as { readonly mapRunArn: string } | undefined;
      const arn = recorded?.mapRunArn ?? newMapRun(visit, label);
      await emit(thread, 'MapRunStarted', { mapRunArn: arn });
      const startDate = thread.at;
      await sayRedriven(thread, arn);
      const before = await recordedEnd(thread, () => resultsFor(arn));
      if (before !== undefined) return before.result;
      const family = familyOf(visit, arn, type, block);
      const run = new LiveMapRun({
        mapRunArn: arn,
        executionArn: thread.execution.arn,
        stateMachineArn: family.machineArn,
        startDate,
        maxConcurrency: iteration.maxConcurrency,
        toleratedFailureCount: tolerance.count,
        toleratedFailurePercentage: tolerance.percentage,
        redriveCount: thread.execution.redrives ?? 0,
        items: iteration.items.length,
        batch: batching?.mostItems ?? 1,
      });
      ports.mapRun?.(run);
      try {
        const results = resultsFor(arn);
        const pieces = piecesOf(visit, iteration, batching);
        const result = await runChildren({ visit, family, run, items: iteration.items, pieces, results });
        // The exit of the state follows from the run's beginning, in the recordings from November 2024 on.
        await note(thread, 'MapRunSucceeded');
        run.end('SUCCEEDED', thread.at);
        if (result === undefined) throw dataLimitExceeded(visit.name);
        return result;
      } catch (error) {
        const { last } = thread;
        const reason = await sayFailed(thread, error);
        // While it happens again, the event has the time of the end.
        const stopDate = thread.last === last ? ports.clock.now() : thread.at;
        run.end(reason instanceof Stopped ? 'ABORTED' : 'FAILED', stopDate);
        throw reason;
      } finally {
        ports.mapRun?.(run);
      }
    },
  };
}

function piecesOf(visit: Visit, iteration: Iteration, batching: Batching | undefined): PieceCursor {
  const inputOf: ItemInput = (item, index, thread) => itemInput(visit, iteration, item, index, thread);
  const items = iteration.items.open();
  return batching === undefined ? singles(items, inputOf) : batches(items, inputOf, batching, visit.thread);
}

function newMapRun({ thread, ports }: Visit, label: string | undefined): string {
  const { environment } = thread.execution;
  return mapRunArn(environment, `${environment.machine}/${label ?? ports.uuid()}`, ports.uuid());
}

/**
 * While it happens again: how the Map Run ended, where that is known without its children and items; these may be gone.
 * Throws the StateFailure with which it failed. Undefined where it has to run.
 */
async function recordedEnd(thread: Thread, resultsFor: () => Results): Promise<{ readonly result: Json } | undefined> {
  const next = recordedNext(thread);
  if (next?.type === 'MapRunFailed') {
    const { error, cause } = next.details as { readonly error: string; readonly cause: string };
    await emit(thread, 'MapRunFailed');
    throw new StateFailure(error, cause);
  }
  if (next?.type !== 'MapRunSucceeded') return undefined;
  // The exit of the state has the output that was made of the result; what was written is there.
  const isLeft = recordedNext(thread, 2)?.type === 'MapStateExited';
  const written = isLeft ? undefined : resultsFor();
  if (!isLeft && written?.takesAll !== true) return undefined;
  await note(thread, 'MapRunSucceeded');
  return { result: written?.result() ?? null };
}

/** Records that a Map Run has failed or was stopped. Gives what is to be thrown of it. */
async function sayFailed(thread: Thread, error: unknown): Promise<unknown> {
  let reason = error;
  try {
    if (error instanceof StateFailure && !error.fatal) {
      await emit(thread, 'MapRunFailed', { error: error.error ?? '', cause: error.explanation ?? '' });
    }
  } catch (stopped) {
    // While it happens again: a child that was stopped looks like one that failed, until what stopped it has its turn.
    reason = stopped;
  }
  // The API has this event; in which place it stands is not recorded.
  if (reason instanceof Stopped && reason.reason === 'sibling-failed' && hasRoom(thread)) {
    await emit(thread, 'MapRunAborted');
  }
  return reason;
}

/** Records that a redrive has opened a Map Run again, where one has. */
async function sayRedriven(thread: Thread, mapRun: string): Promise<void> {
  const { redrives = 0, openAgain, environment } = thread.execution;
  while (recordedNext(thread)?.type === 'MapRunRedriven') await emit(thread, 'MapRunRedriven');
  if (openAgain?.has(mapRun) !== true) return;
  await emit(thread, 'MapRunRedriven', { mapRunArn: mapRun, redriveCount: redrives });
  environment.recorded?.redriveMapRun(mapRun);
}

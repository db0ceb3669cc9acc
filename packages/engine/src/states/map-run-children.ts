import { LIMITS, type Json } from '@flowmap/asl/language';
import { ERRORS, StateFailure, Stopped } from '../failure.js';
import { runLanes, Width } from '../lanes.js';
import type { LiveMapRun } from '../map-run.js';
import { Stop } from '../stop.js';
import type { Visit } from '../visit.js';
import type { Results } from '../writer/results.js';
import { type EndedChild, type Family, runChild } from './map-children.js';
import type { MapItems } from './map-items.js';
import type { Piece, PieceCursor } from './map-pieces.js';
import { isExceeded } from './map-tolerance.js';

/** A Map Run and all that it needs to run. */
export interface Running {
  readonly visit: Visit;
  readonly family: Family;
  readonly run: LiveMapRun;
  readonly items: MapItems;
  readonly pieces: PieceCursor;
  readonly results: Results;
}

/**
 * Runs the children of a Map Run and gives its result; undefined when that is too large. As many are under way as may be,
 * and nothing is kept of those that have ended but their part of the result.
 */
export async function runChildren(running: Running): Promise<Json | undefined> {
  const { visit, family, run, pieces, results } = running;
  const { quotas, pace } = visit.thread.execution.environment;
  await writing(() => results.begin());
  const stop = new Stop(visit.thread.stop);
  const tooMany = failureLimit(running);
  let skipped: Piece | undefined;

  const work = async (piece: Piece): Promise<void> => {
    run.childStarted(piece.items);
    // The service cannot stop an EXPRESS execution: those that run when the Map Run fails come to their end.
    const own = new Stop(family.type === 'EXPRESS' ? visit.thread.stop : stop);
    let child: EndedChild;
    try {
      child = await runChild(visit, family, piece, own);
    } finally {
      own.release();
    }
    const { status } = child.run.outcome;
    const isWritten = results.takesAll || status === 'SUCCEEDED';
    run.childEnded(piece.items, status, isWritten);
    const held = writing(() => results.add(piece.index, child));
    if (held !== undefined) await held;
    if (status === 'SUCCEEDED') return;
    stop.check();
    if (await tooMany(piece.items)) {
      throw new StateFailure(ERRORS.threshold, 'The specified tolerated failure threshold was exceeded');
    }
  };

  const width = new Width(widthOf(quotas, run.maxConcurrency));
  run.updated = () => void (width.most = widthOf(quotas, run.maxConcurrency));
  try {
    await runLanes({ next: () => pieces.next(), width, pace, stop, work, skipped: (piece) => void (skipped = piece) });
  } catch (error) {
    await writeRest(running, skipped, error);
    throw error;
  } finally {
    await pieces.close();
  }
  await writing(() => results.end());
  return results.result();
}

/** Whether so many more failed items are too many. */
function failureLimit({ run, items }: Running): (more: number) => Promise<boolean> {
  let failed = 0;
  let total: number | Promise<number> | undefined;
  return async (more) => {
    failed += more;
    const tolerance = { count: run.toleratedFailureCount, percentage: run.toleratedFailurePercentage };
    if (isExceeded(failed, Number.MAX_SAFE_INTEGER, tolerance)) return true;
    // There are at least as many items as are known, so that they need not be counted for a few failures.
    if (!isExceeded(failed, run.itemCounts.total, tolerance)) return false;
    total ??= items.total();
    return isExceeded(failed, await total, tolerance);
  };
}

/** A Map Run that fails or is stopped still writes what it has, and the children that it never started. */
async function writeRest(running: Running, skipped: Piece | undefined, error: unknown): Promise<void> {
  const { visit, family, run, pieces, results } = running;
  const { type, machineArn } = family;
  try {
    // Items that cannot be read, or made into input, are none that could be written.
    const isComplete = error instanceof Stopped || (error instanceof StateFailure && error.error === ERRORS.threshold);
    if (results.takesAll && isComplete) {
      for (let piece = skipped ?? (await pieces.next()); piece !== undefined; piece = await pieces.next()) {
        run.childPending(piece.items);
        await results.addPending({ type, machineArn, input: await piece.input(visit.thread), run: undefined });
      }
    }
    await results.end();
  } catch {
    // What the Map Run has failed with is what counts.
  }
}

/** What a result writer throws, as the failure of the map. */
function writing(write: () => void | Promise<void>): void | Promise<void> {
  const failed = (error: unknown): never => {
    throw new StateFailure(ERRORS.resultWriter, error instanceof Error ? error.message : String(error));
  };
  try {
    return write()?.catch(failed);
  } catch (error) {
    return failed(error);
  }
}

function widthOf(quotas: boolean, maxConcurrency: number): number {
  // What is not limited runs as wide as the service does; so that memory does not grow with the items, quotas or none.
  if (maxConcurrency === 0) return LIMITS.distributedConcurrency;
  return quotas ? Math.min(maxConcurrency, LIMITS.distributedConcurrency) : maxConcurrency;
}

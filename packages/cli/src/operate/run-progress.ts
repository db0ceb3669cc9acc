import type { ForeachStatus, RunState } from '@flowmap/deploy';
import type { NodeProgress, NodeState } from '@flowmap/local';

/** A run on AWS as the views of a run show it: its foreachs, as far as the service counts them. */
export function runProgress({ status, foreachs }: RunState): readonly NodeProgress[] {
  return foreachs.map((one): NodeProgress => {
    const { foreach, counts, started, stopped } = one;
    const inside = foreachs.filter((other) => foreach.startsWith(`${other.foreach}/`));
    const { total, running, succeeded, failed, timedOut, aborted } = counts;
    return {
      id: foreach,
      kind: 'foreach',
      depth: inside.length,
      state: stateOf(one, status === 'RUNNING' || status === 'PENDING_REDRIVE'),
      ...(one.mapRuns > 0 && { total }),
      done: succeeded,
      running,
      failed: failed + timedOut + aborted,
      ...(started !== undefined && { started }),
      ...(stopped !== undefined && { ended: stopped }),
    };
  });
}

/** Between two Map Runs of a foreach inside another none may go on, while more are to come. */
function stateOf({ mapRuns, running, counts }: ForeachStatus, goesOn: boolean): NodeState {
  if (mapRuns === 0) return 'waiting';
  if (running > 0) return goesOn ? 'running' : 'stopped';
  if (counts.succeeded === counts.total) return 'done';
  return counts.aborted > 0 && counts.failed + counts.timedOut === 0 ? 'stopped' : 'failed';
}

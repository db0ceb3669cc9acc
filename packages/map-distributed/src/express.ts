import { LIMITS } from '@flowmap/asl/language';
import type { MapView } from '@flowmap/asl';
import { RANGE_CONCURRENCY, type Diagnostic, type ForeachNode } from '@flowmap/graph';
import { batchOf } from './batches.js';
import type { Settings } from './options.js';

/**
 * Seconds in which a worker must have answered for its batch: the last ten are left for its answer. A worker that outlived its child
 * would go on with items that nobody waits for.
 */
export const WORKER_SECONDS: number = LIMITS.expressSeconds - 10;

/** What keeps children from being EXPRESS, and what has to be known of those that are. */
export function checkExpress(foreach: ForeachNode, view: MapView, { batch }: Settings): readonly Diagnostic[] {
  const { refused, seconds, unlimited } = view.express;
  const most = LIMITS.expressSeconds;
  if (refused !== undefined) {
    const hint = 'Leave `children` out, or run every step of the body on AWS Lambda, with no distributed map in it.';
    return [fault(foreach, refused, hint)];
  }
  if (seconds >= most) {
    const why = `by its timeouts and retries one item may take ${seconds} s, and an EXPRESS execution has ${most}`;
    return [fault(foreach, why, 'Leave `children` out, or give the steps shorter timeouts or fewer attempts.')];
  }
  const found: Diagnostic[] = [];
  if (unlimited.length > 0) {
    const message = `no timeout: ${unlimited.join(', ')}; all that is in an EXPRESS child ends after ${most} s`;
    found.push(warning(foreach, message, 'Give timeouts that together stay below that.'));
  }
  const size = batchOf(view.items ?? 0, batch);
  const rounds = Math.ceil(size / atOnce(foreach, view));
  if (rounds > 1 && rounds * seconds >= most) {
    const message = `by its timeouts a batch of ${size} may take ${rounds * seconds} s; an EXPRESS child has ${most}`;
    found.push(warning(foreach, message, 'Give smaller batches, or leave `children` out.'));
  }
  return found;
}

function fault({ id }: ForeachNode, why: string, hint: string): Diagnostic {
  const message = `its children cannot be EXPRESS: ${why}`;
  return { code: 'FLOW3206', severity: 'error', at: id, message, hint };
}

function warning({ id }: ForeachNode, message: string, hint: string): Diagnostic {
  return { code: 'FLOW3207', severity: 'warning', at: id, message, hint };
}

/** How many items of a batch run at once. */
function atOnce({ concurrency }: ForeachNode, { single }: MapView): number {
  const most = single ? RANGE_CONCURRENCY : LIMITS.inlineConcurrency;
  return typeof concurrency === 'number' ? Math.max(1, Math.min(concurrency, most)) : most;
}

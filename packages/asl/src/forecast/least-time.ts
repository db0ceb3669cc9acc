import type { Usage } from '../plugin/index.js';
import { RATES, transitionsPerSecond } from './rates.js';

/** The least time that a run takes by the rates of the service, and which of them decides. */
export function leastTime(total: Usage, region: string): { readonly seconds: number; readonly by: string } {
  const submits = Object.entries(total.requests).reduce(
    (sum, [api, n]) => (api.startsWith('batch:') ? sum + n : sum),
    0,
  );
  const perSecond = transitionsPerSecond(region);
  const bounds = [
    { seconds: total.seconds, by: 'starts of child executions' },
    // A bucket is full at first.
    { seconds: Math.max(0, total.transitions / perSecond - 1), by: 'state transitions of an account' },
    { seconds: Math.max(0, total.mapRuns / RATES.mapRunStarts - 1), by: 'starts of Map Runs' },
    { seconds: submits / RATES.batchSubmits, by: 'submissions to AWS Batch' },
  ];
  return bounds.reduce((slowest, bound) => (bound.seconds > slowest.seconds ? bound : slowest));
}

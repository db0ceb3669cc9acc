import type { Diagnostic } from '@flowmap/graph';
import type { StateMachine } from '../language/index.js';
import { LIMITS, measureDefinition } from '../language/index.js';
import type { Usage } from '../plugin/index.js';
import { RATES } from './rates.js';
import type { QuotaShare } from './types.js';

/** From which share of a quota on a warning is due. */
const NEAR = 0.6;

/** How much of each quota a run uses, the most used first. */
export function quotaShares(total: Usage, definition: StateMachine): readonly QuotaShare[] {
  const share = (quota: string, used: number, limit: number, hard = true): QuotaShare => ({ quota, used, limit, hard });
  return [
    share('events of the run', total.events, LIMITS.historyEvents),
    share('events of a child', total.childEvents, LIMITS.historyEvents),
    share('bytes of state data', total.stateDataBytes, LIMITS.payloadBytes),
    share('bytes of the definition', measureDefinition(definition).requestBytes, LIMITS.definitionBytes),
    share('open Map Runs', total.openMapRuns, RATES.openMapRuns, false),
  ].sort((a, b) => b.used / b.limit - a.used / a.limit);
}

/** What must fail for a quota, and what comes near one. */
export function quotaDiagnostics(shares: readonly QuotaShare[]): readonly Diagnostic[] {
  return shares.flatMap(({ quota, used, limit, hard }): readonly Diagnostic[] => {
    // A run may use a quota up: the last event of 25,000 is still written.
    if (hard && used > limit) {
      const message = `the run must fail: ${used} ${quota}, and the service allows ${limit}`;
      const hint = 'Fewer items, larger batches, or another strategy: flow-cli forecast --compare shows them.';
      return [{ code: 'FLOW5001', severity: 'error', at: '', message, hint }];
    }
    if (used < limit * NEAR) return [];
    const message = `${used} ${quota} are ${Math.round((100 * used) / limit)} % of the ${limit} that the service allows`;
    const hint = hard
      ? 'Retries and failures add to it.'
      : 'What is too much waits for its turn, and makes the run longer.';
    return [{ code: 'FLOW5002', severity: 'warning', at: '', message, hint }];
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { isFlowError } from '@flowmap/graph';
import type { Purpose } from '../deploy/account-fault.js';
import { type AccountFlags, type CommandAccount, withAccount } from '../deploy/open-account.js';
import { onInterrupt } from '../interrupt.js';
import { loadConfig } from '../load-config.js';
import { Mistake } from '../mistake.js';

/** What a command for deployed flows works with. */
export interface Operation extends CommandAccount {
  readonly now: () => Date;
  /** Aborts at Ctrl-C; the account's waits end then. */
  readonly signal: AbortSignal;
}

/** What the user can put right, of all that goes wrong. */
const MISTAKES: ReadonlySet<string> = new Set([
  'DEPLOYMENT_PRUNED',
  'NOTHING_BEFORE',
  'NOT_REDRIVABLE',
  'NOT_YOURS',
  'NO_LOGS',
  'NO_RUN_NAMED',
  'NO_SUCH_FLOW',
  'NO_SUCH_RUN',
  'NO_SUCH_STEP',
  'NO_SUCH_VERSION',
  'RUNS_GO_ON',
  'RUN_EXISTS',
  'RUN_GOES_ON',
  'RUN_ID_ILLEGAL',
  'WEIGHT_ILLEGAL',
]);

/**
 * Works with an account, by the flags and the configuration of the current folder, with the rights of an operator where nothing else is said.
 * What the user can put right is a {@link Mistake}.
 */
export async function withOperation<T>(
  flags: AccountFlags,
  work: (operation: Operation) => Promise<T>,
  purpose: Purpose = 'operator',
): Promise<T> {
  const config = await loadConfig(process.cwd());
  const abort = new AbortController();
  const stopListening = onInterrupt(abort);
  try {
    return await withAccount(flags, config, { purpose }, (account) => {
      const site = { ...account.site, wait: pauseUntil(abort.signal) };
      return work({ ...account, site, now: () => new Date(), signal: abort.signal });
    });
  } catch (error) {
    if (isFlowError(error) && MISTAKES.has(error.code)) throw new Mistake(error.message, error.hint, error);
    throw error;
  } finally {
    stopListening();
  }
}

/** Waits that end early where a signal says so. */
function pauseUntil(signal: AbortSignal): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    if (signal.aborted) return;
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  };
}

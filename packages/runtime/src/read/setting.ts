import type { ForeachNode, Setting, Tolerance } from '@flowmap/graph';
import { invariant } from '@flowmap/graph';
import type { RunScope } from '../run-scope.js';

/** How many items of a foreach run at once in this run; Infinity where nobody says. */
export async function concurrencyIn(scope: RunScope, { concurrency }: ForeachNode): Promise<number> {
  return concurrency === undefined ? Infinity : numberIn(scope, concurrency);
}

/** What a foreach tolerates in this run. */
export async function toleranceIn(scope: RunScope, { count, percentage }: Tolerance): Promise<Tolerance<number>> {
  return {
    ...(count === undefined ? {} : { count: await numberIn(scope, count) }),
    ...(percentage === undefined ? {} : { percentage: await numberIn(scope, percentage) }),
  };
}

/** A number that stands on a foreach; a parameter's is the run's. The first state of the run has checked it. */
async function numberIn(scope: RunScope, setting: Setting): Promise<number> {
  if (typeof setting === 'number') return setting;
  const value = (await scope.params())[setting.param];
  invariant(typeof value === 'number', `parameter ${setting.param} is recorded, and is no number`);
  return value;
}

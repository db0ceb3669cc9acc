import { availableParallelism } from 'node:os';

/** More processes than this cost memory and seldom help on one machine. */
const MOST = 8;

/** How many worker processes this machine gets when nobody says: one for each core, at most eight. */
export function defaultWorkers(): number {
  return Math.max(1, Math.min(MOST, availableParallelism()));
}

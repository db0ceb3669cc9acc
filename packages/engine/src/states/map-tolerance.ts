import type { DataFlow, Expected, Value } from '../data/data-flow.js';
import { notNegative } from '../data/expected.js';
import type { Visit } from '../visit.js';

/** How many items may fail. Passing either limit is too many; without any limit, one failure is. */
export interface Tolerance {
  readonly count: number | undefined;
  /** 0 to 100, of all items. */
  readonly percentage: number | undefined;
}

/** Prepares the fields of a map that say which failures it tolerates. */
export function toleranceOf(flow: DataFlow): (visit: Visit) => Promise<Tolerance> {
  const count = flow.value('ToleratedFailureCount');
  const percentage = flow.value('ToleratedFailurePercentage');
  const valueOf = async (visit: Visit, value: Value | undefined, expected: Expected<number>) =>
    value === undefined ? undefined : await flow.valueOf(visit, value, expected);
  return async (visit) => ({
    count: await valueOf(visit, count, COUNT),
    percentage: await valueOf(visit, percentage, PERCENTAGE),
  });
}

const COUNT = notNegative('ToleratedFailureCount');
const PERCENTAGE: Expected<number> = {
  type: 'number',
  fault: (value) => (value >= 0 && value <= 100 ? undefined : `ToleratedFailurePercentage must be between 0 and 100.`),
};

/** Whether so many failed items of all are too many. */
export function isExceeded(failed: number, total: number, { count, percentage }: Tolerance): boolean {
  if (count === undefined && percentage === undefined) return failed > 0;
  return (count !== undefined && failed > count) || (percentage !== undefined && failed * 100 > total * percentage);
}

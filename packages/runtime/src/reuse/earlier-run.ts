import type { NodeId } from '@flowmap/graph';
import { isFlowError } from '@flowmap/graph';
import type { StoredValue } from '@flowmap/store';
import type { RunScope } from '../run-scope.js';
import { runAgain } from './run-again.js';

/** The earlier run from which a step's outputs may be taken; undefined where there is none, or the step is to run again. */
export async function earlierRun(scope: RunScope, step: NodeId): Promise<RunScope | undefined> {
  const resumed = await scope.resumes();
  if (!resumed) return undefined;
  const { from, earlier } = resumed;
  return from !== undefined && runAgain(scope.index, from).has(step) ? undefined : earlier;
}

/** What says that there is nothing to take: it is not there, not any more, or not what the flow now takes it for. */
const NOTHING_THERE: ReadonlySet<string> = new Set([
  'ARTIFACT_CORRUPT',
  'ARTIFACT_MISSING',
  'COUNT_MISSING',
  'ITEM_MISSING',
  'NO_CASE',
  'NOT_A_KEY',
  'NOT_A_LIST',
  'OBJECT_NOT_FOUND',
  'RESULT_MISSING',
  'RUN_NOT_FOUND',
]);

/** What looking at an earlier run gives; undefined where it is not there. Trouble of the stores is thrown. */
export async function unlessGone<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await look();
  } catch (problem) {
    if (isFlowError(problem) && NOTHING_THERE.has(problem.code)) return undefined;
    throw problem;
  }
}

/** Whether the objects of a value are still there: those of an earlier run may be older than a lifecycle rule allows. */
export async function isThere({ objects }: RunScope, value: StoredValue): Promise<boolean> {
  const keys = [...('key' in value ? [value.key] : []), ...(value.lists ?? []).map(({ key }) => key)];
  const found = await Promise.all(keys.map((key) => objects.get(key, { range: [0, 0] })));
  return !found.includes(undefined);
}

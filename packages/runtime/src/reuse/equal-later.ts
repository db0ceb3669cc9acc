import type { Settled } from '@flowmap/flow';
import type { ForeachNode, Reference } from '@flowmap/graph';
import { depthOf, indexAtDepth, itemIndex, locate } from '@flowmap/graph';
import type { StoredError, StoredOutcome } from '@flowmap/store';
import { mapAhead } from '../read/ahead.js';
import { batchesOf } from '../read/batches.js';
import { onlyStep } from '../read/collection.js';
import { countOf } from '../read/count.js';
import { noteOf } from '../read/failure-note.js';
import { outcomesOf } from '../read/outcomes.js';
import { collect, follow, resolve } from '../read/resolve.js';
import { stepRecord } from '../read/step-record.js';
import type { RunScope } from '../run-scope.js';
import { readIdentity, storedIdentity } from './identity.js';

/** Items that are compared at once. */
const AHEAD = 8;

/** Two runs of one deployment. */
export interface TwoRuns {
  readonly now: RunScope;
  readonly before: RunScope;
}

/**
 * Whether a reference means the same value in two runs, at an index path. Results of foreachs are compared item by item, by what tells
 * their stored values from others; values are read only where parts of them are meant. It ends at the first difference.
 */
export async function isEqualIn(runs: TwoRuns, reference: Reference, index: string): Promise<boolean> {
  const [now, before] = await Promise.all([follow(runs.now, reference, index), follow(runs.before, reference, index)]);
  if (!now || !before) return now === before;
  if ('node' in now && JSON.stringify(now) === JSON.stringify(before)) {
    const { node } = locate(runs.now.index, now.node);
    const at = indexAtDepth(index, depthOf(runs.now.index, now.node));
    if (node.kind === 'foreach' && now.path.length === 0) return areResultsEqual(runs, node, at);
    if (node.kind === 'step') {
      const [one, other] = await inBoth(runs, async (scope) => {
        const record = await stepRecord(scope, node, at);
        return record && storedIdentity(record.value, now.path);
      });
      if (one !== undefined && other !== undefined) return one === other;
    }
  }
  const [one, other] = await inBoth(runs, async (scope) => readIdentity(await resolve(scope, reference, index)));
  return one !== undefined && one === other;
}

async function areResultsEqual(runs: TwoRuns, foreach: ForeachNode, index: string): Promise<boolean> {
  const [count, countBefore] = await inBoth(runs, (scope) => countOf(scope, foreach.id, index));
  if (count !== countBefore) return false;
  const { body, tolerate } = foreach;
  if (!body.result && !tolerate) return true;
  if (onlyStep(foreach)) {
    return areSame(...(await inBoth(runs, async (scope) => outcomeIdentities(scope, foreach, index, count))));
  }
  if (tolerate) return areSame(...(await inBoth(runs, async (scope) => settledIdentities(scope, foreach, index))));
  const { result } = body;
  if (!result) return true;
  const equal = mapAhead(numbers(count), AHEAD, (item) => isEqualIn(runs, result, itemIndex(index, item)));
  for await (const one of equal) if (!one) return false;
  return true;
}

function inBoth<T>({ now, before }: TwoRuns, look: (scope: RunScope) => Promise<T>): Promise<[T, T]> {
  return Promise.all([look(now), look(before)]);
}

/** Whether two sequences are the same; what cannot be told from others is not. */
async function areSame(
  one: AsyncGenerator<string | undefined>,
  other: AsyncGenerator<string | undefined>,
): Promise<boolean> {
  try {
    for (;;) {
      const [a, b] = await Promise.all([one.next(), other.next()]);
      if (a.done || b.done) return a.done === b.done;
      if (a.value === undefined || a.value !== b.value) return false;
    }
  } finally {
    await Promise.all([one.return(undefined), other.return(undefined)]);
  }
}

async function* outcomeIdentities(
  scope: RunScope,
  foreach: ForeachNode,
  index: string,
  count: number,
): AsyncGenerator<string | undefined> {
  const step = onlyStep(foreach);
  if (!step) return;
  for await (const { from, outcomes } of outcomesOf(batchesOf(scope, step, index, count), 0, count)) {
    const identities = outcomes.map((outcome, at) =>
      outcomeIdentity(scope, foreach, itemIndex(index, from + at), outcome),
    );
    yield* await Promise.all(identities);
  }
}

async function outcomeIdentity(
  scope: RunScope,
  foreach: ForeachNode,
  index: string,
  outcome: StoredOutcome | undefined,
): Promise<string | undefined> {
  if (outcome?.ok) {
    const { result } = foreach.body;
    if (!result) return 'ok';
    return (
      storedIdentity(outcome.value, result.path) ?? readIdentity(await scope.artifacts.load(outcome.value, result.path))
    );
  }
  const error = outcome?.error ?? (await noteOf(scope, foreach.id, index));
  return error ? errorIdentity(error) : 'lost';
}

async function* settledIdentities(
  scope: RunScope,
  foreach: ForeachNode,
  index: string,
): AsyncGenerator<string | undefined> {
  for await (const one of await collect(scope, foreach, index)) {
    const settled = one as Settled<unknown>;
    yield settled.ok ? await readIdentity(settled.value) : errorIdentity(settled.error);
  }
}

/** Without its stack, which other code has another of. */
function errorIdentity({ name, message }: Pick<StoredError, 'name' | 'message'>): string {
  return `error ${JSON.stringify([name, message])}`;
}

async function* numbers(count: number): AsyncGenerator<number, void, undefined> {
  for (let item = 0; item < count; item++) yield item;
}

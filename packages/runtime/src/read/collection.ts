import type { Settled } from '@flowmap/flow';
import type { Body, ForeachNode, Reference, StepNode } from '@flowmap/graph';
import { FlowError, isFlowError, itemIndex } from '@flowmap/graph';
import type { StoredCollection, StoredError, StoredOutcome } from '@flowmap/store';
import { collectionOf, isCollection } from '@flowmap/store';
import type { RunScope } from '../run-scope.js';
import { describeError } from '../errors/describe-error.js';
import { mapAhead } from './ahead.js';
import { batchesOf } from './batches.js';
import { noteOf } from './failure-note.js';
import { outcomesOf } from './outcomes.js';

/** A collection that can also be read from the middle: what a foreach over the results of another one needs. */
export type Results<T> = StoredCollection<T>;

/** How what an item gives is had, at its index path. */
export interface ItemReader {
  resolve(reference: Reference, index: string): Promise<unknown>;
  /** Why a body failed of which no task left word. */
  unseenFailure(body: Body, index: string): Promise<StoredError | undefined>;
}

/** Values that are loaded at once. */
const VALUES_AHEAD = 8;

/** Whether a value is read as it is used: the result of a foreach, or a list that a step returned as one. */
export function isResults(value: unknown): value is Results<unknown> {
  return isCollection(value);
}

/**
 * The results of a foreach, in item order, read as they are used; `index` is the index path around the foreach. With `tolerate`
 * they are settled. A result that should be there and is not is a `RESULT_MISSING` when its turn comes.
 */
export function resultsOf(
  scope: RunScope,
  foreach: ForeachNode,
  index: string,
  count: number,
  reader: ItemReader,
): Results<unknown> {
  const step = onlyStep(foreach);
  const range = (from: number, to: number): AsyncIterable<unknown> =>
    step
      ? fromOutcomes(scope, foreach, step, index, { count, from, to })
      : fromBodies(scope, foreach, index, { from, to }, reader);
  return collectionOf({ count, range });
}

/** The step that is the whole body, and may so have run in batches. */
export function onlyStep({ body }: ForeachNode): StepNode | undefined {
  const [step] = body.nodes;
  if (body.nodes.length !== 1 || step?.kind !== 'step') return undefined;
  const { result } = body;
  return !result || ('node' in result && result.node === step.id) ? step : undefined;
}

interface Wanted {
  readonly from: number;
  readonly to: number;
}

async function* fromOutcomes(
  scope: RunScope,
  foreach: ForeachNode,
  step: StepNode,
  index: string,
  { count, from, to }: Wanted & { readonly count: number },
): AsyncGenerator<unknown, void, undefined> {
  const { result, tolerate } = { result: foreach.body.result, tolerate: foreach.tolerate };
  if (!result && !tolerate) {
    for (let item = from; item < to; item++) yield undefined;
    return;
  }
  const stretches = outcomesOf(batchesOf(scope, step, index, count), from, to);
  const items = each(mapAhead(stretches, 1, async (stretch) => stretch));
  yield* mapAhead(items, VALUES_AHEAD, async ({ item, outcome }) => {
    if (outcome?.ok) {
      const value = result && (await scope.artifacts.load(outcome.value, result.path));
      return tolerate ? settled(value) : value;
    }
    if (outcome && tolerate) return { ok: false, error: outcome.error };
    const at = itemIndex(index, item);
    if (!tolerate) throw missing(scope, foreach, at);
    return { ok: false, error: (await noteOf(scope, foreach.id, at)) ?? lost(scope, foreach, at) };
  });
}

async function* each(
  stretches: AsyncIterable<{ readonly from: number; readonly outcomes: readonly (StoredOutcome | undefined)[] }>,
): AsyncGenerator<{ readonly item: number; readonly outcome: StoredOutcome | undefined }, void, undefined> {
  for await (const { from, outcomes } of stretches) {
    for (const [position, outcome] of outcomes.entries()) yield { item: from + position, outcome };
  }
}

async function* fromBodies(
  scope: RunScope,
  foreach: ForeachNode,
  index: string,
  wanted: Wanted,
  reader: ItemReader,
): AsyncGenerator<unknown, void, undefined> {
  const { result } = foreach.body;
  yield* mapAhead(numbers(wanted), VALUES_AHEAD, async (item) => {
    const at = itemIndex(index, item);
    const value = async (): Promise<unknown> => result && reader.resolve(result, at);
    if (!foreach.tolerate) return value();
    const error = await noteOf(scope, foreach.id, at);
    if (error) return { ok: false, error };
    try {
      const found = await value();
      const unseen = await reader.unseenFailure(foreach.body, at);
      return unseen ? { ok: false, error: unseen } : settled(found);
    } catch (problem) {
      if (isMissing(problem)) return { ok: false, error: lost(scope, foreach, at) };
      // No task of the item knew of it: the state machine found no case.
      if (isFlowError(problem) && problem.code === 'NO_CASE') return { ok: false, error: describeError(problem) };
      throw problem;
    }
  });
}

async function* numbers({ from, to }: Wanted): AsyncGenerator<number, void, undefined> {
  for (let item = from; item < to; item++) yield item;
}

function settled(value: unknown): Settled<unknown> {
  return { ok: true, value };
}

function isMissing(problem: unknown): boolean {
  return isFlowError(problem) && (problem.code === 'RESULT_MISSING' || problem.code === 'COUNT_MISSING');
}

function missing(scope: RunScope, foreach: ForeachNode, at: string): FlowError {
  return new FlowError('RESULT_MISSING', `item ${at} of ${scope.address(foreach.id, '')} has no result`, {
    hint: 'Its task has not ended, or what it stored was removed.',
  });
}

function lost(scope: RunScope, foreach: ForeachNode, at: string): { readonly name: string; readonly message: string } {
  return {
    name: 'Flowmap.Lost',
    message: `item ${at} of ${scope.address(foreach.id, '')} left neither a result nor an error: its worker was killed, ran out of memory or out of time`,
  };
}

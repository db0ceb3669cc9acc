import type { Body, ChooseNode, ForeachNode, NodeId, Reference, StepNode } from '@flowmap/graph';
import { depthOf, FlowError, indexAtDepth, invariant, isSource, locate } from '@flowmap/graph';
import type { ListSource, StoredValue } from '@flowmap/store';
import { encode } from '@flowmap/store';
import { partAt } from '@flowmap/store';
import type { RunScope } from '../run-scope.js';
import { givenItems, sourceOf } from '../source/given-items.js';
import type { Results } from './collection.js';
import { isResults, resultsOf } from './collection.js';
import { countOf } from './count.js';
import { toleranceIn } from './setting.js';
import { stepRecord } from './step-record.js';
import { unseenFailure } from './unseen-failure.js';

/**
 * The value of a reference, for a task at an index path. What lies in an outer scope is found by cutting the index path.
 * Throws `RESULT_MISSING` where the task that makes the value has not ended.
 */
export async function resolve(scope: RunScope, reference: Reference, index: string): Promise<unknown> {
  const source = await follow(scope, reference, index);
  if (!source) return undefined;
  if ('param' in source) return partAt((await scope.params())[source.param], source.path);
  if ('item' in source) return partAt(await itemOf(scope, source.item, index), source.path);
  const { node } = locate(scope.index, source.node);
  const at = indexAtDepth(index, depthOf(scope.index, source.node));
  if (node.kind === 'foreach') return partAt(await collect(scope, node, at), source.path);
  invariant(node.kind === 'step', `${node.id} was not followed to a step`);
  return scope.artifacts.load((await endedStep(scope, node, at)).value, source.path);
}

/**
 * The items of a foreach, read in parts; `index` is the index path around it. Throws `NOT_A_LIST`, naming the foreach, where
 * they are something else.
 */
export async function itemsOf(scope: RunScope, foreach: ForeachNode, index: string): Promise<ListSource<unknown>> {
  invariant(!isSource(foreach.items), `the items of ${foreach.id} are in no list of the flow`);
  const source = await follow(scope, foreach.items, index);
  const target = source && 'node' in source ? locate(scope.index, source.node).node : undefined;
  if (source && target?.kind === 'foreach' && source.path.length === 0) {
    return collect(scope, target, indexAtDepth(index, depthOf(scope.index, target.id)));
  }
  if (source && target?.kind === 'step' && scope.publications.sources.get(foreach.id)?.kind === 'steps') {
    const record = await endedStep(scope, target, indexAtDepth(index, depthOf(scope.index, target.id)));
    return scope.artifacts.list(record.value, source.path, `${foreach.id}: ${[target.id, ...source.path].join('.')}`);
  }
  // Its own small task resolved the reference and kept the list.
  const record = await scope.record(foreach.id, index);
  if (!record) throw missing(scope, foreach.id, index);
  if (isNothing(record.value)) {
    // An item may itself be the results of a foreach, which are read where they are.
    const results = await resolve(scope, foreach.items, index);
    if (isResults(results)) return results;
  }
  return scope.artifacts.list(record.value, [], `${foreach.id}: items`);
}

function isNothing(stored: StoredValue): boolean {
  return 'text' in stored && stored.text === NOTHING;
}

const NOTHING = encode(undefined, '');

/** The body of a choose that ran, by the value of its key; `index` is the index path around it. Throws `NO_CASE`. */
export async function chosen(scope: RunScope, choose: ChooseNode, index: string): Promise<Body> {
  const key = await resolve(scope, choose.by, index);
  const body = typeof key === 'string' && Object.hasOwn(choose.cases, key) ? choose.cases[key] : choose.otherwise;
  if (body) return body;
  throw new FlowError('NO_CASE', `${choose.id} has no case for ${JSON.stringify(key)}, and no otherwise`);
}

/**
 * The same value as a reference to a step, a foreach, an item or a parameter: a choose stands for the result of the case that
 * ran. Undefined where that has none.
 */
export async function follow(scope: RunScope, reference: Reference, index: string): Promise<Reference | undefined> {
  let source = reference;
  for (;;) {
    const choose = chooseOf(scope, source);
    if (!choose) return source;
    const { result } = await chosen(scope, choose, indexAtDepth(index, depthOf(scope.index, choose.id)));
    if (!result) return undefined;
    source = { ...result, path: [...result.path, ...source.path] };
  }
}

function chooseOf(scope: RunScope, source: Reference): ChooseNode | undefined {
  if (!('node' in source)) return undefined;
  const { node } = locate(scope.index, source.node);
  return node.kind === 'choose' ? node : undefined;
}

async function itemOf(scope: RunScope, id: NodeId, index: string): Promise<unknown> {
  const { node, foreachs } = locate(scope.index, id);
  invariant(node.kind === 'foreach', `${id} has items and is no foreach`);
  const position = Number(index.split('.')[foreachs.length]);
  const source = sourceOf(node);
  if (source) {
    const place = indexAtDepth(index, foreachs.length + 1);
    return (await givenItems(scope, node, source, { place })).value(position);
  }
  const items = await itemsOf(scope, node, indexAtDepth(index, foreachs.length));
  for await (const item of items.range(position, position + 1)) return item;
  throw new FlowError('ITEM_MISSING', `${id} has ${items.count} items and none with number ${position}`);
}

/** The results of a foreach; `index` is the index path around it. */
export async function collect(scope: RunScope, foreach: ForeachNode, index: string): Promise<Results<unknown>> {
  const count = await countOf(scope, foreach.id, index);
  return resultsOf(scope, foreach, index, count, {
    resolve: (reference, at) => resolve(scope, reference, at),
    unseenFailure: (body, at) =>
      unseenFailure(body, at, {
        results: (inner, where) => collect(scope, inner, where),
        chosen: (choose, where) => chosen(scope, choose, where),
        tolerance: (tolerate) => toleranceIn(scope, tolerate),
        hasEnded: async (step, where) => (await stepRecord(scope, step, where)) !== undefined,
      }),
  });
}

async function endedStep(
  scope: RunScope,
  step: StepNode,
  index: string,
): Promise<NonNullable<Awaited<ReturnType<typeof stepRecord>>>> {
  const record = await stepRecord(scope, step, index);
  if (record) return record;
  throw missing(scope, step.id, index);
}

function missing(scope: RunScope, node: NodeId, index: string): FlowError {
  return new FlowError('RESULT_MISSING', `${scope.address(node, index)} has no result`, {
    hint: 'Its task has not ended, or what it stored was removed.',
  });
}

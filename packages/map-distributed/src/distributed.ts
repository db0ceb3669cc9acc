import type { MapState, States } from '@flowmap/asl/language';
import { atMost, LIMITS, numberField } from '@flowmap/asl/language';
import type { ChildStates, MapContext, MapStrategy } from '@flowmap/asl';
import { RANGE_CONCURRENCY, type ForeachNode } from '@flowmap/graph';
import { MAX_CHILDREN, batches } from './batches.js';
import { batchLimit, check, roomWords } from './checks.js';
import { estimate } from './estimate.js';
import { WORKER_SECONDS } from './express.js';
import { settings, type DistributedOptions, type Settings } from './options.js';
import { mapRunPolicies } from './policies.js';

/**
 * A distributed Map over the numbers of batches, each a child execution of its own: no reader, no batcher, no writer and no
 * right to S3. A child learns the root run, its index path and its range from what is passed to it.
 *
 * @example foreach('perChunk', { items: start.out.chunks, strategy: distributed({ batch: 100 }) }, ...)
 */
export function distributed(options: DistributedOptions = {}): MapStrategy {
  const set = settings(options);
  return {
    kind: 'distributed',
    apiVersion: 1,
    package: '@flowmap/map-distributed',
    options: set,
    check: (foreach, view) => check(foreach, view, set),
    estimate: (_, load) => estimate(load, set),
    lower: (foreach, context) => {
      const name = context.name();
      const { bind, from, to, numbers } = batches(context.count(), set.batch);
      const ranged = context.single !== undefined || set.batch > 1;
      const child = childStates(context, set);
      const state: MapState = {
        Type: 'Map',
        Label: set.label ?? context.label(),
        Items: `{% ( ${bind}; ${ranged ? '' : roomForEach(foreach)}${room(foreach, context, set)}${numbers} ) %}`,
        ItemSelector: ranged
          ? context.child({ kind: 'range', from, to })
          : context.child({ kind: 'item', index: '$states.context.Map.Item.Value' }),
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: set.children },
          StartAt: child.StartAt,
          States: child.States,
        },
        ...concurrency(context, bind, ranged),
        ...lostChildren(context, bind),
      };
      return {
        start: name,
        states: { [name]: state },
        exits: [{ state: name, succeeded: SUCCEEDED }],
        policies: [...child.policies, ...mapRunPolicies(context.target)],
      };
    },
  };
}

/** A tolerated failed child leaves no number behind, or none that is one: its items are then missing from the sum. */
const SUCCEEDED = `$sum([$filter($states.result, function($r) { $type($r) = 'number' })])`;

/** One step: the worker runs the range. Several steps, batched: an inner inline Map over the positions. Else one item. */
function childStates(context: MapContext, { batch, children }: Settings): ChildStates {
  if (context.single) {
    return context.body('range', { failing: 'fails', ...(children === 'EXPRESS' ? { within: WORKER_SECONDS } : {}) });
  }
  if (batch === 1) return context.body('item', { failing: 'fails' });
  const name = context.name('batch');
  const body = context.body('item');
  const items = context.concurrency();
  const some = "( $ok := $sum($states.result); $ok > 0 ? $ok : $error('all items of the batch failed') )";
  const states: States = {
    [name]: {
      Type: 'Map',
      Items: '{% [$states.input.from..($states.input.to - 1)] %}',
      ItemSelector: context.child({ kind: 'item', index: '$states.context.Map.Item.Value' }),
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: body.StartAt, States: body.States },
      ...(items === undefined ? {} : { MaxConcurrency: numberField(atMost(items, LIMITS.inlineConcurrency)) }),
      Output: `{% ${some} %}`,
      End: true,
    },
  };
  return { StartAt: name, States: states, policies: body.policies };
}

/** A body of several steps without a batch runs one item in each child, so the list cannot be longer than the children. */
function roomForEach({ id }: ForeachNode): string {
  const words = `' items in children of one each, of which there can be ${MAX_CHILDREN}: give distributed a batch'`;
  return `$n > ${MAX_CHILDREN} ? $error('${id}: ' & $n & ${words}) : `;
}

/** A batch that grew by itself must still fit the history of its child. */
function room({ id }: ForeachNode, context: MapContext, { batch, children }: Settings): string {
  if (context.single || batch === 1) return '';
  const limit = batchLimit(context, children);
  return `$b > ${limit} ? $error('${id}: ' & $n & ' items make batches of ' & $b & '; a child has ${roomWords(children)} ${limit}') : `;
}

/** `concurrency` counts items, and a child runs several at once. */
function concurrency(context: MapContext, bind: string, ranged: boolean): Pick<MapState, 'MaxConcurrency'> {
  const items = context.concurrency();
  if (items === undefined) return {};
  if (!ranged) return { MaxConcurrency: numberField(items) };
  const inChild = atMost(items, context.single ? RANGE_CONCURRENCY : LIMITS.inlineConcurrency);
  return { MaxConcurrency: `{% ( ${bind}; $max([1, $floor(${items} / $min([${inChild}, $b]))]) ) %}` };
}

/**
 * Children that fail outright: those that died, and those of which nothing ended well. One more of them than the tolerated
 * items would fill is let through, since the last batch may be short; the exact count is taken at the exit. So a failure
 * of nearly everything stops early.
 */
function lostChildren(context: MapContext, bind: string): Pick<MapState, 'ToleratedFailureCount'> {
  const tolerated = context.tolerated();
  return tolerated === undefined ? {} : { ToleratedFailureCount: `{% ( ${bind}; $floor((${tolerated}) / $b) + 1 ) %}` };
}

import type { MapState, States } from '@flowmap/asl/language';
import { atMost, LIMITS, numberField } from '@flowmap/asl/language';
import type { ChildStates, MapContext, MapStrategy } from '@flowmap/asl';
import type { ForeachNode } from '@flowmap/graph';
import { MAX_CHILDREN, batches } from './batches.js';
import { checkSource } from './check-source.js';
import { batchLimit, check, roomWords } from './checks.js';
import { concurrency } from './concurrency.js';
import { estimateSource } from './estimate-source.js';
import { estimate } from './estimate.js';
import { WORKER_SECONDS } from './express.js';
import { firstResult } from './first-result.js';
import { overSource } from './over-source.js';
import { settings, type DistributedOptions, type Settings } from './options.js';
import { mapRunPolicies } from './policies.js';

/**
 * A distributed Map over the numbers of batches, each a child execution of its own: no reader, no batcher, and unless `results` asks
 * for it no writer and no right to S3. A child learns the root run, its index path and its range from what is passed to it.
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
    check: (foreach, view) => [...check(foreach, view, set), ...checkSource(foreach, view, set)],
    estimate: (foreach, load) => (load.source ? estimateSource(load, load.source, set) : estimate(foreach, load, set)),
    lower: (foreach, context) => {
      if (context.source) return overSource(foreach, context, set);
      const name = context.name();
      const { bind, from, to, numbers } = batches(context.count(), set.batch);
      const ranged = context.single !== undefined || set.batch > 1;
      const child = childStates(context, set);
      const then = set.results === 'none' ? undefined : firstResult(foreach, context, set.results);
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
        ...then?.map,
      };
      return {
        start: name,
        states: { [name]: state, ...then?.states },
        exits: then?.exits ?? [{ state: name, succeeded: SUCCEEDED }],
        policies: [...child.policies, ...mapRunPolicies(context.target), ...(then?.policies ?? [])],
      };
    },
  };
}

/** A tolerated failed child leaves no number behind, or none that is one: its items are then missing from the sum. */
const SUCCEEDED = `$sum([$filter($states.result, function($r) { $type($r) = 'number' })])`;

/** What a batch of a body of several steps answers with where the answers go to files, as other bodies do by themselves. */
const RECORD = "{'run': $states.input.run, 'items': $states.input.to - $states.input.from, 'ok': $ok}";

/** One step: the worker runs the range. Several steps, batched: an inner inline Map over the positions. Else one item. */
function childStates(context: MapContext, { batch, children, results }: Settings): ChildStates {
  const answer = results === 'none' ? 'number' : 'record';
  if (context.single) {
    const within = children === 'EXPRESS' ? { within: WORKER_SECONDS } : {};
    return context.body('range', { failing: 'fails', answer, ...within });
  }
  if (batch === 1) return context.body('item', { failing: 'fails', answer });
  const name = context.name('batch');
  const body = context.body('item');
  const items = context.concurrency();
  const answered = answer === 'number' ? '$ok' : RECORD;
  const some = `( $ok := $sum($states.result); $ok > 0 ? ${answered} : $error('all items of the batch failed') )`;
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

/**
 * Children that fail outright: those that died, and those of which nothing ended well. One more of them than the tolerated
 * items would fill is let through, since the last batch may be short; the exact count is taken at the exit. So a failure
 * of nearly everything stops early.
 */
function lostChildren(context: MapContext, bind: string): Pick<MapState, 'ToleratedFailureCount'> {
  const tolerated = context.tolerated();
  return tolerated === undefined ? {} : { ToleratedFailureCount: `{% ( ${bind}; $floor((${tolerated}) / $b) + 1 ) %}` };
}

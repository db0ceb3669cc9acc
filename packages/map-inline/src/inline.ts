import type { MapState } from '@flowmap/asl/language';
import { LIMITS, numberField } from '@flowmap/asl/language';
import type { MapStrategy, MapView } from '@flowmap/asl';
import type { Diagnostic, ForeachNode } from '@flowmap/graph';

/** Events of the execution that are left to everything but the iterations. */
const RESERVED_EVENTS = 1_000;

/** Events of an iteration itself: MapIterationStarted and MapIterationSucceeded. */
const ITERATION_EVENTS = 2;

/**
 * A Map whose iterations are part of the execution: no transition for the iteration itself, at most 40 at a time, and as
 * many items as 25,000 history events hold (3,428 for a body of one step on Lambda, 3,000 on AWS Batch). A foreach that
 * turns out wider fails by name before its first item.
 */
export function inline(): MapStrategy {
  return {
    kind: 'inline',
    apiVersion: 1,
    package: '@flowmap/map-inline',
    options: {},
    check: (foreach, view) => [
      ...noSource(foreach, view),
      ...tooWide(foreach),
      ...noRoom(foreach, view),
      ...tooMany(foreach, view),
    ],
    estimate: (_, load) => load.inlineMap(load.items, load.item()),
    lower: (foreach, context) => {
      const name = context.name();
      const body = context.body('item');
      const limit = inlineLimit(context);
      const concurrency = context.concurrency();
      const refusal = `' items; inline holds ${limit} here, as one execution has ${LIMITS.historyEvents} events: use distributed'`;
      const state: MapState = {
        Type: 'Map',
        Items: `{% ( $n := ${context.count()}; $n > ${limit} ? $error('${foreach.id}: ' & $n & ${refusal}) : [0..$n-1] ) %}`,
        ItemSelector: context.child({ kind: 'item', index: '$states.context.Map.Item.Value' }),
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: body.StartAt, States: body.States },
        ...(concurrency === undefined ? {} : { MaxConcurrency: numberField(concurrency) }),
      };
      return {
        start: name,
        states: { [name]: state },
        exits: [{ state: name, succeeded: '$sum($states.result)' }],
        policies: body.policies,
      };
    },
  };
}

/** How many items one execution has room for, given what an item takes at least. */
export function inlineLimit(view: MapView): number {
  return Math.floor((LIMITS.historyEvents - RESERVED_EVENTS) / (view.usage.events + ITERATION_EVENTS));
}

/** The service reads sources for distributed Maps alone. Source: AWS Step Functions developer guide, "ItemReader (Map)". */
function noSource({ id }: ForeachNode, { source }: MapView): readonly Diagnostic[] {
  if (!source) return [];
  const message = `runs over ${source.source}, which the service reads for a distributed Map alone`;
  return [{ code: 'FLOW3104', severity: 'error', at: id, message, hint: 'Use distributed() for it.' }];
}

/** A concurrency that a run gives as a parameter is not known here; the service takes it, and runs 40. */
function tooWide({ id, concurrency }: ForeachNode): readonly Diagnostic[] {
  if (typeof concurrency !== 'number' || concurrency <= LIMITS.inlineConcurrency) return [];
  return [
    {
      code: 'FLOW3101',
      severity: 'warning',
      at: id,
      message: `asks for ${concurrency} items at once; an inline Map runs at most ${LIMITS.inlineConcurrency}`,
      hint: 'Use distributed() for more, or lower `concurrency`.',
    },
  ];
}

function noRoom({ id }: ForeachNode, view: MapView): readonly Diagnostic[] {
  if (inlineLimit(view) > 0) return [];
  return [
    {
      code: 'FLOW3102',
      severity: 'error',
      at: id,
      message: `one item takes ${view.usage.events} history events, and an inline Map shares the ${LIMITS.historyEvents} of its execution`,
      hint: 'Use distributed(): each child has a history of its own.',
    },
  ];
}

/** What the Map refuses at run time, told where the number of items is known beforehand. */
function tooMany({ id }: ForeachNode, view: MapView): readonly Diagnostic[] {
  const limit = inlineLimit(view);
  const { items = 0 } = view;
  if (items <= limit || limit <= 0) return [];
  return [
    {
      code: 'FLOW3103',
      severity: 'error',
      at: id,
      message: `${id} must fail with ${items} items: an inline Map holds ${limit} here, as one execution has ${LIMITS.historyEvents} events`,
      hint: 'Use distributed(), or adaptive() where the list may also be short.',
    },
  ];
}

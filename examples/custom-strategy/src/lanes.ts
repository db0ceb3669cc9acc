import type { AslFragment, Load, MapContext, MapStrategy, MapView, Usage } from '@flowmap/asl';
import { type Expression, LIMITS, type MapState, numberField } from '@flowmap/asl/language';
import type { Diagnostic, ForeachNode } from '@flowmap/graph';

/** How many Maps run side by side. */
export interface LanesOptions {
  /** From 2 to 10. Default 2. */
  readonly lanes?: number;
}

/**
 * Several inline Maps in one Parallel, each over its share of the items. An inline Map runs at most 40 items at once, so
 * two lanes run 80, without a child execution and its transition. The events of all lanes are in one history: what
 * inline refuses as too wide, lanes refuse too.
 */
export function lanes({ lanes: wanted = 2 }: LanesOptions = {}): MapStrategy {
  return {
    kind: 'acme/lanes',
    apiVersion: 1,
    package: '@acme/flowmap-lanes',
    options: { lanes: wanted },
    check: ({ id }) => checkLanes(id, wanted),
    lower: (foreach, context) => lower(foreach, context, lanesFor(foreach, wanted)),
    estimate: (foreach, load) => estimate(load, lanesFor(foreach, wanted)),
  };
}

function checkLanes(id: string, wanted: number): readonly Diagnostic[] {
  if (Number.isInteger(wanted) && wanted >= 2 && wanted <= 10) return [];
  const message = `${id} asks for ${wanted} lanes`;
  return [{ code: 'FLOW3901', severity: 'error', at: id, message, hint: 'Give a whole number from 2 to 10.' }];
}

/** No more lanes than items may run at once. How many a parameter will allow is known when it runs: lanes then stay empty. */
function lanesFor({ concurrency }: ForeachNode, wanted: number): number {
  return typeof concurrency === 'number' ? Math.min(wanted, concurrency) : wanted;
}

function lower(foreach: ForeachNode, context: MapContext, count: number): AslFragment {
  const name = context.name('lanes');
  const all = Array.from({ length: count }, (_, lane) => lowerLane(foreach, context, lane, count));
  return {
    start: name,
    states: { [name]: { Type: 'Parallel', Branches: all.map(({ branch }) => branch) } },
    // Each lane answers with the number of its items that ended well.
    exits: [{ state: name, succeeded: '$sum($states.result)' }],
    policies: all.flatMap(({ policies }) => policies),
  };
}

function lowerLane(
  foreach: ForeachNode,
  context: MapContext,
  lane: number,
  count: number,
): { readonly branch: { StartAt: string; States: AslFragment['states'] }; readonly policies: AslFragment['policies'] } {
  // State names are unique in a whole machine, so each lane has the foreach under names of its own.
  const own = context.variant(`lane-${lane + 1}`);
  const body = own.body('item');
  const map: MapState = {
    Type: 'Map',
    Items: `{% ( $n := ${own.count()}; ${refusal(foreach, own)}${itemsOf(foreach, own, lane, count)} ) %}`,
    ItemSelector: own.child({ kind: 'item', index: '$states.context.Map.Item.Value' }),
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: body.StartAt, States: body.States },
    ...share(foreach, own, count),
    Output: '{% $sum($states.result) %}',
    End: true,
  };
  return { branch: { StartAt: own.name(), States: { [own.name()]: map } }, policies: body.policies };
}

/** The positions of a lane's items. Where a run's concurrency is less than the lanes, the last of them have none. */
function itemsOf({ concurrency }: ForeachNode, context: MapContext, lane: number, count: number): Expression {
  const positions = (lanes: number | string): Expression =>
    `[$floor($n * ${lane} / ${lanes})..$floor($n * ${lane + 1} / ${lanes}) - 1]`;
  if (typeof concurrency !== 'object') return positions(count);
  return `($lanes := $min([${count}, ${context.concurrency() ?? count}]); ${lane} < $lanes ? ${positions('$lanes')} : [])`;
}

/** A lane's part of what may run at once. */
function share({ concurrency }: ForeachNode, context: MapContext, count: number): Pick<MapState, 'MaxConcurrency'> {
  const all = context.concurrency();
  if (all === undefined) return {};
  if (typeof concurrency === 'number') return { MaxConcurrency: Math.floor(concurrency / count) };
  return { MaxConcurrency: numberField(`$max([1, $floor(${all} / ${count})])`) };
}

/** A foreach that is too wide fails by name before its first item, and not in the middle by a full history. */
function refusal({ id }: ForeachNode, view: MapView): string {
  const limit = Math.floor((LIMITS.historyEvents - 1_000) / (view.usage.events + 2));
  return `$n > ${limit} ? $error('${id}: ' & $n & ' items; lanes hold ${limit} here') : `;
}

/**
 * What the states above take, for `flow-cli forecast`: as one Map over all items, and beside it the Parallel and the other lanes'
 * Maps, each with one transition, and four events from entered to exited.
 */
function estimate(load: Load, count: number): Usage {
  const item = load.item();
  const all = load.inlineMap(load.items, item);
  const lane = load.inlineMap(Math.ceil(load.items / count), item);
  return {
    ...all,
    events: all.events + 4 * count,
    transitions: all.transitions + count,
    seconds: lane.seconds,
    openMapRuns: lane.openMapRuns * count,
  };
}

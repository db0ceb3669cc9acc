import type { Body, Diagnostic, FlowGraph, NodeId } from '@flowmap/graph';
import { bodiesOf, indexGraph, strategyWords } from '@flowmap/graph';
import { askCheck } from '../compile/ask-strategy.js';
import { compile, unique } from '../compile/compile.js';
import { mapView } from '../compile/map-context.js';
import { openLowering } from '../compile/open-lowering.js';
import type { CompileOptions } from '../compile/options.js';
import { computeOf, type Lowering } from '../compile/lowering.js';
import type { MapStrategy } from '../plugin/index.js';
import { times } from './arithmetic.js';
import { itemsByForeach } from './cardinalities.js';
import { cases } from './cases.js';
import { countRun } from './count-run.js';
import { leastTime } from './least-time.js';
import { dollarsOf } from './prices.js';
import { quotaDiagnostics, quotaShares } from './quotas.js';
import { taskRequests } from './task-requests.js';
import type { Forecasted, ForecastLoad, ForeachForecast } from './types.js';

/** Bytes of an item of a list as text, where nobody says. */
const ITEM_BYTES = 100;

/**
 * What a run of a flow takes on AWS with so many items: counts of the service, requests, dollars, least time, quotas. Offline. The
 * counts are those of a run in which nothing fails: each retry of a task adds one transition and three events, four on AWS Batch.
 *
 * Throws `COUNT_MISSING` with the foreachs whose number of items was not said, `NO_CASE` for a key that a choose does not have.
 *
 * @example
 * const { forecast } = forecastOf(graph, options, { items: { perChunk: 1_000_000 } });
 */
export function forecastOf(graph: FlowGraph, options: CompileOptions, load: ForecastLoad): Forecasted {
  const { definition, diagnostics } = compile(graph, options);
  if (!definition) return { diagnostics };

  const index = indexGraph(graph);
  const { lowering } = openLowering(index, options);
  const { publications } = lowering;
  const items = itemsByForeach(index, publications, load);
  const chosen = cases(index, load);
  // First without the tasks' requests: these depend on which body of a choose runs, and on how results are packed.
  const first = countRun({ lowering, items, chosen });
  const requests = taskRequests({
    index,
    publications,
    items,
    packs: (foreach) => first.foreachs.get(foreach)?.packs ?? 0,
    chosen: (choose) => chosen.bodyOf(choose),
    carriesItems: (step) => computeOf(options, step).carriesItems === true,
    itemBytes: load.itemBytes ?? ITEM_BYTES,
  });
  const { total, foreachs } = countRun({ lowering, items, chosen, requests });

  const rows = [...instancesOf(graph.body, items, (choose) => chosen.bodyOf(choose))].map(
    ([id, instances]): ForeachForecast => {
      const each = foreachs.get(id);
      return {
        id,
        strategy: lowering.strategyOf(id).kind,
        items: items(id),
        instances,
        each,
        dollars: each && dollarsOf(times(instances, each)),
      };
    },
  );
  const reached = rows.filter(({ instances }) => instances > 0);
  const unknown = reached.flatMap(({ id, each }) => (each ? [] : [id]));
  const quotas = quotaShares(total, definition);
  return {
    forecast: {
      foreachs: rows,
      total,
      dollars: dollarsOf(total),
      least: leastTime(total, options.target.region),
      quotas,
      cases: chosen.all(),
      unknown,
    },
    diagnostics: [
      ...diagnostics,
      ...reached.flatMap(({ id }) => refusals(lowering, id, items(id), diagnostics)),
      ...unique(lowering.diagnostics.filter(({ at }) => reached.some(({ id }) => id === at))),
      ...unknown.map((id) => noEstimate(id, lowering.strategyOf(id))),
      ...quotaDiagnostics(quotas),
    ],
  };
}

/** What the strategy of a foreach cannot do with so many items, beyond what it said without knowing their number. */
function refusals(lowering: Lowering, id: NodeId, items: number, told: readonly Diagnostic[]): readonly Diagnostic[] {
  const node = lowering.index.nodes.get(id)?.node;
  if (node?.kind !== 'foreach') return [];
  const known = new Set(told.map((diagnostic) => JSON.stringify(diagnostic)));
  const found = askCheck(lowering.strategyOf(id), node, mapView(lowering, node, items));
  return found.filter((diagnostic) => !known.has(JSON.stringify(diagnostic)));
}

function noEstimate(id: NodeId, strategy: MapStrategy): Diagnostic {
  return {
    code: 'FLOW5003',
    severity: 'warning',
    at: id,
    message: `${strategyWords(strategy)} does not say what ${id} takes, so nothing of it is in the forecast`,
    hint: 'Give the strategy a method `estimate`.',
  };
}

/** How often each foreach runs. */
function instancesOf(
  body: Body,
  items: (foreach: NodeId) => number,
  bodyOf: (choose: Extract<Body['nodes'][number], { kind: 'choose' }>) => Body | undefined,
): ReadonlyMap<NodeId, number> {
  const instances = new Map<NodeId, number>();
  const visit = ({ nodes }: Body, often: number): void => {
    for (const node of nodes) {
      if (node.kind === 'foreach') {
        instances.set(node.id, often);
        visit(node.body, often * items(node.id));
      }
      if (node.kind !== 'choose') continue;
      const running = bodyOf(node);
      for (const inner of bodiesOf(node)) visit(inner, inner === running ? often : 0);
    }
  };
  visit(body, 1);
  return instances;
}

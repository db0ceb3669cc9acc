import type { ChooseNode, ForeachNode, NodeId, StepNode } from '@flowmap/graph';
import { invariant, isSource, locate } from '@flowmap/graph';
import { askEstimate } from '../compile/ask-strategy.js';
import { assemble } from '../compile/assemble.js';
import type { Lowering } from '../compile/lowering.js';
import { mapContext, mapView } from '../compile/map-context.js';
import { createNames } from '../compile/names.js';
import { usageKnowing } from '../compile/usage.js';
import type { State, States } from '../language/index.js';
import type { Load, StoreRequests, Usage } from '../plugin/index.js';
import { NO_REQUESTS, NOTHING, oneAfterAnother, requestsTimes } from './arithmetic.js';
import type { Cases } from './cases.js';
import { AROUND_EVENTS, mapCounts } from './map-counts.js';
import { placeholder } from './placeholder.js';
import type { DataSizes } from './state-data.js';
import { stateDataBytes } from './state-data.js';
import type { TaskRequests } from './task-requests.js';

/** What a run is counted by. */
export interface RunToCount {
  /** That of the real machine: its strategies are asked. */
  readonly lowering: Lowering;
  readonly items: (foreach: NodeId) => number;
  readonly chosen: Cases;
  /** Default: requests of tasks are not counted. */
  readonly requests?: TaskRequests;
}

/** What a run takes, and what each of its foreachs takes each time; undefined where a strategy does not say. */
export interface RunCount {
  readonly total: Usage;
  readonly foreachs: ReadonlyMap<NodeId, Usage | undefined>;
}

/** Items that one state runs by itself: a worker that runs them all, or workers that run one each. */
interface Group {
  readonly kind: 'range' | 'array';
  readonly items: number;
}

/** Counts a run from the states that are emitted around each foreach, and from what each strategy says of its own. */
export function countRun({ lowering, items, chosen, requests }: RunToCount): RunCount {
  const { index } = lowering;
  const tasks = nodesByState(lowering);
  const foreachs = new Map<NodeId, Usage | undefined>();

  /** Lowers a part of the machine with empty Maps in the places of the foreachs in it, and counts the states. */
  const count = (
    around: readonly ForeachNode[],
    group: Group | undefined,
    lower: (aside: Lowering) => { readonly StartAt: string; readonly States: States },
  ): Usage => {
    const places = new Map<string, NodeId>();
    const strategy = placeholder(places);
    const block = lower({
      ...lowering,
      names: createNames(),
      diagnostics: [],
      emitters: new Map(),
      strategyOf: () => strategy,
    });
    const bytes = (name: string, state: State): number => {
      const place = places.get(name);
      const own = stateDataBytes(state.Output, sizesIn(around));
      if (place === undefined || state.Type !== 'Map') return own;
      // A child of one item gets its index path, one of a range where that begins and ends.
      const child = { ...(state.ItemSelector as object), from: POSITION, to: POSITION };
      return Math.max(own, stateDataBytes(child, sizesIn([...around, foreachOf(place)])));
    };
    return usageKnowing(block, {
      ofMap: (name) => usageOfForeach(places.get(name) ?? '') ?? NOTHING,
      ofChoice(name, ways) {
        const node = tasks.get(name);
        return (node?.kind === 'choose' ? chosen.choose(node, ways) : ways[0]) ?? NOTHING;
      },
      more: (name, state) => ({
        stores: state.Type === 'Task' ? storeRequests(name, around.at(-1), group) : NO_REQUESTS,
        packs: group?.kind === 'range' && state.Type === 'Task' && tasks.get(name)?.kind === 'step' ? 1 : 0,
        stateDataBytes: bytes(name, state),
      }),
    });
  };

  const storeRequests = (name: string, foreach: ForeachNode | undefined, group: Group | undefined): StoreRequests => {
    const node = tasks.get(name);
    if (!node || !requests) return NO_REQUESTS;
    if (node.kind !== 'step') return requests.publisher(node);
    if (!group || !foreach) return requests.step(node);
    if (group.kind === 'array') return requestsTimes(group.items, requests.alone(node));
    return requests.range(foreach, node, group.items);
  };

  const usageOfForeach = (id: NodeId): Usage | undefined => {
    if (foreachs.has(id)) return foreachs.get(id);
    const node = foreachOf(id);
    const around = [...locate(index, id).foreachs, node];
    const scope = { depth: around.length - 1, tag: '' };
    const view = mapView(lowering, node);
    let item: Usage | undefined;
    const grouped = (group: Group): Usage =>
      group.items === 0 ? NOTHING : count(around, group, (aside) => mapContext(aside, scope, node).body(group.kind));
    const load: Load = {
      target: view.target,
      ...(view.source ? { source: view.source } : {}),
      single: view.single,
      get usage() {
        return view.usage;
      },
      get express() {
        return view.express;
      },
      items: items(id),
      item: () => (item ??= count(around, undefined, (aside) => mapContext(aside, scope, node).body('item'))),
      range: (size) => grouped({ kind: 'range', items: size }),
      array: (size) => grouped({ kind: 'array', items: size }),
      settle: (files) => usageOfSettling(node, files),
      ...mapCounts(concurrencyOf(lowering, node)),
    };
    const usage = askEstimate(lowering.strategyOf(id), node, load, (found) => lowering.diagnostics.push(found));
    foreachs.set(id, usage);
    return usage;
  };

  const usageOfSettling = (node: ForeachNode, files: number): Usage => {
    const around = locate(index, node.id).foreachs;
    let bringsAnswer = true;
    const usage = count(around, undefined, (aside) => {
      const context = mapContext(aside, { depth: around.length, tag: '' }, node);
      if (isSource(node.items)) {
        const { start, exit, states } = context.settleSource('$states.input');
        bringsAnswer = start === exit.state;
        return { StartAt: start, States: states };
      }
      const { start, end, states } = context.settle('$states.input');
      bringsAnswer = start === end;
      return { StartAt: start, States: states };
    });
    const stores = requests?.settling(node, files, bringsAnswer) ?? NO_REQUESTS;
    return oneAfterAnother(usage, { ...NOTHING, stores });
  };

  const foreachOf = (id: NodeId): ForeachNode => {
    const { node } = locate(index, id);
    invariant(node.kind === 'foreach', `${id} is no foreach`);
    return node;
  };

  const facts = new Map(
    [...index.nodes.values()].flatMap(({ node }) => {
      if (node.kind === 'step') return [];
      return [[node.id, node.kind === 'foreach' ? String(items(node.id)).length : keyBytes(node)] as const];
    }),
  );
  const sizesIn = (around: readonly ForeachNode[]): DataSizes => ({
    index: around.map(({ id }) => String(Math.max(0, items(id) - 1))).join('.').length,
    facts,
  });

  const states = count([], undefined, (aside) => assemble(aside).definition);
  return { total: oneAfterAnother(states, { ...NOTHING, events: AROUND_EVENTS }), foreachs };
}

/** Items at once as far as they are known: what the author wrote, or the default of the parameter. */
function concurrencyOf({ index }: Lowering, { concurrency }: ForeachNode): number | undefined {
  if (typeof concurrency !== 'object') return concurrency;
  const fallback = index.graph.params[concurrency.param]?.default;
  return typeof fallback === 'number' ? fallback : undefined;
}

/** Any expression. */
const POSITION = '{% 0 %}';

/** The longest key that a choose knows, with its quotes. */
function keyBytes({ cases }: ChooseNode): number {
  return Math.max(...Object.keys(cases).map((key) => JSON.stringify(key).length));
}

/** What the state of each name does for the flow. Where each node is lowered once, its states have the names that they want. */
function nodesByState({ index, publications }: Lowering): ReadonlyMap<string, StepNode | ChooseNode | ForeachNode> {
  const nodes = new Map<string, StepNode | ChooseNode | ForeachNode>();
  const note = (wanted: string, node: StepNode | ChooseNode | ForeachNode): void =>
    void nodes.set(createNames().state(wanted), node);
  for (const { node } of index.nodes.values()) {
    if (node.kind !== 'foreach') note(node.id, node);
    if (node.kind !== 'step' && publications.sources.get(node.id)?.kind === 'task') {
      note(`${node.id}.${node.kind === 'foreach' ? 'items' : 'by'}`, node);
    }
  }
  return nodes;
}

import type { Diagnostic } from '../diagnostic.js';
import type { FlowGraph, ParamSpec } from '../flow-graph.js';
import { isSource } from '../item-source.js';
import type { FlowNode } from '../nodes.js';
import type { NodeId, Reference } from '../reference.js';
import type { Check } from './check.js';
import { fault } from './check.js';
import { nodesIn } from './walk.js';

const LISTS: readonly ParamSpec['type'][] = ['json'];
const KEYS: readonly ParamSpec['type'][] = ['string', 'enum', 'json'];

/** Where the graph alone tells that items are no list, or that a key is no string. What steps return shows at run time. */
export const checkKinds: Check = function* (graph) {
  const kinds = new Map([...nodesIn(graph)].map((node) => [node.id, node.kind]));
  for (const node of nodesIn(graph)) {
    if (node.kind === 'foreach' && !isSource(node.items))
      yield* checkUse(graph, kinds, node.id, node.items, 'items', LISTS);
    if (node.kind === 'choose') yield* checkUse(graph, kinds, node.id, node.by, 'by', KEYS);
  }
};

function* checkUse(
  graph: FlowGraph,
  kinds: ReadonlyMap<NodeId, FlowNode['kind']>,
  at: NodeId,
  reference: Reference,
  what: 'items' | 'by',
  types: readonly ParamSpec['type'][],
): Generator<Diagnostic> {
  const wanted = what === 'items' ? 'a list' : 'a string';
  if ('param' in reference) {
    const spec = Object.hasOwn(graph.params, reference.param) ? graph.params[reference.param] : undefined;
    if (!spec || (spec.type === 'json' ? true : types.includes(spec.type) && reference.path.length === 0)) return;
    const hint =
      what === 'items' ? 'Use a parameter of JSON, or a step that makes the list.' : 'Use a parameter of strings.';
    yield fault('FLOW1010', at, `${what} of ${at} is parameter ${reference.param} (${spec.type}), not ${wanted}`, hint);
  } else if ('node' in reference && kinds.get(reference.node) === 'foreach') {
    if (what === 'items' && reference.path.length === 0) return;
    const whole = reference.path.length === 0 ? 'the results' : 'a part of the results';
    const hint = 'Take the results into a step, and use what that returns.';
    yield fault('FLOW1010', at, `${what} of ${at} is ${whole} of ${reference.node}, not ${wanted}`, hint);
  }
}

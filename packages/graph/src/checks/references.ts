import type { Diagnostic } from '../diagnostic.js';
import type { FlowGraph } from '../flow-graph.js';
import { isSource, sourceTexts } from '../item-source.js';
import type { FlowNode } from '../nodes.js';
import type { NodeId, Reference } from '../reference.js';
import type { Check } from './check.js';
import { called, fault } from './check.js';
import type { Placed } from './walk.js';
import { bodiesIn, nodesIn, ownerOf } from './walk.js';
import { settingsOf } from '../settings.js';

/** From where something is looked for. */
interface View {
  readonly graph: FlowGraph;
  /** Every node of the graph. */
  readonly all: ReadonlySet<NodeId>;
  readonly placed: Placed;
}

/** Every reference means a parameter, an item or a node that there is and that can be seen from where it is used. */
export const checkReferences: Check = function* (graph) {
  const all = new Set([...nodesIn(graph)].map(({ id }) => id));
  for (const placed of bodiesIn(graph)) {
    const view: View = { graph, all, placed };
    for (const node of placed.body.nodes) {
      for (const [what, reference] of usesOf(node)) yield* checkReference(view, node.id, what, reference);
      for (const id of node.after ?? []) yield* checkAfter(view, node.id, id);
    }
    const { result } = placed.body;
    if (result) yield* checkReference(view, ownerOf(placed), 'the result', result);
  }
};

function* usesOf(node: FlowNode): Generator<readonly [what: string, reference: Reference]> {
  if (node.kind === 'foreach') {
    if (!isSource(node.items)) yield ['items', node.items];
    else
      for (const { field, reference } of sourceTexts(node.id, node.items)) yield [`${field} of the source`, reference];
    for (const [field, setting] of settingsOf(node)) if (typeof setting !== 'number') yield [field, setting];
  } else if (node.kind === 'choose') yield ['by', node.by];
  else for (const [name, reference] of Object.entries(node.in)) yield [`input ${name}`, reference];
}

function* checkReference(view: View, at: NodeId, what: string, reference: Reference): Generator<Diagnostic> {
  const { graph, all, placed } = view;
  const use = `${called(at)}: ${what} is`;
  if ('param' in reference) {
    if (Object.hasOwn(graph.params, reference.param)) return;
    const known = Object.keys(graph.params).join(', ');
    const hint = known === '' ? 'The flow has no parameters.' : `The flow has the parameters ${known}.`;
    yield fault('FLOW1007', at, `${use} parameter ${reference.param}, which there is not`, hint);
  } else if ('item' in reference) {
    if (hasItem(placed, reference.item)) return;
    const hint = 'An item exists inside the body of its foreach only; return from the body what is needed outside.';
    yield fault('FLOW1006', at, `${use} the item of ${reference.item}, but is not inside of it`, hint);
  } else if (!all.has(reference.node)) {
    const hint = 'Use the output of a node of this flow.';
    yield fault('FLOW1004', at, `${use} the output of ${reference.node}, which there is not`, hint);
  } else if (!sees(placed, reference.node)) {
    const hint = 'What is inside of a body is seen there only; return from the body what is needed outside.';
    yield fault('FLOW1005', at, `${use} the output of ${reference.node}, which cannot be seen from there`, hint);
  }
}

function* checkAfter({ all, placed }: View, at: NodeId, id: NodeId): Generator<Diagnostic> {
  if (placed.ids.has(id)) return;
  if (!all.has(id)) {
    yield fault('FLOW1004', at, `${at} is to run after ${id}, which there is not`, 'Name nodes of this flow.');
  } else {
    const hint = 'Name nodes of the same scope; to wait for an outer node, say so of the foreach or choose around.';
    yield fault('FLOW1005', at, `${at} is to run after ${id}, which is in another scope`, hint);
  }
}

/** Whether a body sees a node: one of its own or of the bodies around it, but not the nodes that it is inside of. */
function sees(placed: Placed, id: NodeId): boolean {
  let from: Placed | undefined = placed;
  let enclosing: NodeId | undefined;
  for (; from; from = from.inside?.placed) {
    if (from.ids.has(id)) return id !== enclosing;
    enclosing = from.inside?.node.id;
  }
  return false;
}

/** Whether a body is inside of a foreach. */
function hasItem(placed: Placed, foreach: NodeId): boolean {
  for (let from = placed.inside; from; from = from.placed.inside) {
    if (from.node.kind === 'foreach' && from.node.id === foreach) return true;
  }
  return false;
}

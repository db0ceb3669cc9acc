import type { Body, FlowNode, GraphIndex, NodeId, Publications } from '@flowmap/graph';
import { bodiesOf, isSource, settingFact, settingsOf, sourceTexts, startFact, wholeFact } from '@flowmap/graph';

/** Which facts a node reads from the state data it is given, and which it leaves there. */
export interface FactFlow {
  readonly uses: ReadonlySet<string>;
  readonly publishes: ReadonlySet<string>;
  /** Of a foreach: what its body reads from outside, so what every child must be given. */
  readonly inside?: ReadonlySet<string>;
}

/** Works out {@link FactFlow} for every node of a graph, inner ones included. */
export function factFlow(index: GraphIndex, publications: Publications): ReadonlyMap<NodeId, FactFlow> {
  const flows = new Map<NodeId, FactFlow>();
  const published = (id: NodeId): string[] => (publications.by.get(id) ?? []).map((publication) => publication.fact);

  const ofBody = (body: Body): FactFlow => {
    const uses = new Set<string>();
    const publishes = new Set<string>();
    for (const node of body.nodes) {
      const flow = ofNode(node);
      flow.uses.forEach((fact) => uses.add(fact));
      flow.publishes.forEach((fact) => publishes.add(fact));
    }
    publishes.forEach((fact) => uses.delete(fact));
    return { uses, publishes };
  };

  const ofNode = (node: FlowNode): FactFlow => {
    const flow =
      node.kind === 'step' ? { uses: new Set<string>(), publishes: new Set(published(node.id)) } : ofSwitch(node);
    flows.set(node.id, flow);
    return flow;
  };

  const ofSwitch = (node: Exclude<FlowNode, { kind: 'step' }>): FactFlow => {
    const own = node.kind === 'foreach' ? startFact(publications, node.id) : node.id;
    const publishes = new Set(published(node.id));
    const uses = new Set([own]);
    const inside = new Set<string>();
    if (node.kind === 'foreach') {
      uses.add(wholeFact(publications, node.id));
      for (const [field, setting] of settingsOf(node)) {
        if (typeof setting === 'number') continue;
        uses.add(settingFact(node.id, field));
        // A child that runs several items in a Map of its own bounds that too.
        if (field === 'concurrency') inside.add(settingFact(node.id, field));
      }
    }
    for (const body of node.kind === 'foreach' ? [node.body] : bodiesOf(node)) {
      const inner = ofBody(body);
      inner.uses.forEach((fact) => {
        uses.add(fact);
        inside.add(fact);
      });
      // What a case publishes goes on behind the choose; what an item publishes stays with the item.
      if (node.kind === 'choose') inner.publishes.forEach((fact) => publishes.add(fact));
    }
    if (node.kind === 'foreach' && isSource(node.items)) {
      // Its count is known behind it.
      publishes.add(node.id);
      uses.delete(node.id);
      for (const { fact } of sourceTexts(node.id, node.items)) uses.add(fact);
    }
    // A count or key that a task of the node's own publishes is not needed before it.
    published(node.id).forEach((fact) => uses.delete(fact));
    return node.kind === 'foreach' ? { uses, publishes, inside } : { uses, publishes };
  };

  ofBody(index.graph.body);
  return flows;
}

/** The facts alive before a node, given those alive after it. */
export function liveBefore(flow: FactFlow, after: ReadonlySet<string>): ReadonlySet<string> {
  const live = new Set([...after].filter((fact) => !flow.publishes.has(fact)));
  flow.uses.forEach((fact) => live.add(fact));
  return live;
}

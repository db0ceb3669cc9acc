import {
  countFact,
  depthOf,
  indexAtDepth,
  publicationsOf,
  type Answer,
  type GraphIndex,
  type Invocation,
  type NodeId,
} from '@flowmap/graph';

/** How many items the foreachs have, as the tasks' answers tell it. */
export interface Counts {
  /** Takes the counts out of an answer; gives the foreachs that are now known to have none, with their index path. */
  learn(task: Invocation, answer: Answer): readonly { readonly foreach: NodeId; readonly index: string }[];
  /** Items of one run of a foreach, `index` being the index path around it. */
  of(foreach: NodeId, index: string): number | undefined;
  /** Items over all runs of a foreach that are known of. */
  total(foreach: NodeId): number | undefined;
}

interface Known {
  readonly byIndex: Map<string, number>;
  sum: number;
  /** Length of the index path of the tasks that publish it. */
  readonly depth: number;
}

/** Gathers the cardinalities of a flow. */
export function gatherCounts(graph: GraphIndex): Counts {
  const publications = publicationsOf(graph);
  const facts = new Map<NodeId, Known>();
  const foreachs = new Map<NodeId, { readonly fact: NodeId; readonly depth: number; readonly parent?: NodeId }>();
  for (const [id, { node, foreachs: around }] of graph.nodes) {
    if (node.kind !== 'foreach') continue;
    const parent = around.at(-1)?.id;
    foreachs.set(id, {
      fact: countFact(publications, id),
      depth: around.length,
      ...(parent !== undefined && { parent }),
    });
  }
  for (const [fact, { kind }] of publications.sources) {
    // Of a source the number is known when all of it has been read.
    if (kind === 'settled') facts.set(fact, { byIndex: new Map(), sum: 0, depth: depthOf(graph, fact) });
  }
  for (const [publisher, published] of publications.by) {
    for (const { fact, kind } of published) {
      if (kind === 'count') facts.set(fact, { byIndex: new Map(), sum: 0, depth: depthOf(graph, publisher) });
    }
  }

  const total = (id: NodeId): number | undefined => {
    const foreach = foreachs.get(id);
    const known = foreach && facts.get(foreach.fact);
    if (!foreach || !known || known.byIndex.size === 0) return undefined;
    if (known.depth === foreach.depth || foreach.parent === undefined) return known.sum;
    // One list serves every item of the foreach around it.
    const runs = total(foreach.parent);
    return runs === undefined ? undefined : Math.round((known.sum / known.byIndex.size) * runs);
  };

  return {
    learn(task, answer) {
      const empty: { foreach: NodeId; index: string }[] = [];
      for (const [fact, value] of Object.entries(answer.f ?? {})) {
        const known = facts.get(fact);
        if (!known || typeof value !== 'number' || known.byIndex.has(task.i)) continue;
        known.byIndex.set(task.i, value);
        known.sum += value;
        if (value > 0) continue;
        for (const [id, foreach] of foreachs) {
          if (foreach.fact === fact && foreach.depth === known.depth) empty.push({ foreach: id, index: task.i });
        }
      }
      return empty;
    },
    of(id, index) {
      const foreach = foreachs.get(id);
      const known = foreach && facts.get(foreach.fact);
      return known?.byIndex.get(indexAtDepth(index, known.depth));
    },
    total,
  };
}

import type { Body, FlowGraph, FlowNode } from '@flowmap/graph';

/** The same flow, in which each foreach that does not say how many items run at once runs so many. */
export function withWorkers(graph: FlowGraph, most: number | undefined): FlowGraph {
  return most === undefined ? graph : { ...graph, body: bodyWith(graph.body, most) };
}

function bodyWith(body: Body, most: number): Body {
  return { ...body, nodes: body.nodes.map((node) => nodeWith(node, most)) };
}

function nodeWith(node: FlowNode, most: number): FlowNode {
  if (node.kind === 'step') return node;
  if (node.kind === 'foreach')
    return { ...node, concurrency: node.concurrency ?? most, body: bodyWith(node.body, most) };
  const cases = Object.fromEntries(Object.entries(node.cases).map(([key, body]) => [key, bodyWith(body, most)]));
  return { ...node, cases, ...(node.otherwise && { otherwise: bodyWith(node.otherwise, most) }) };
}

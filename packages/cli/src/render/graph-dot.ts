import type { Body, FlowGraph, FlowNode, NodeId } from '@flowmap/graph';
import { bodiesOf } from '@flowmap/graph';
import { edgesOf } from './graph-edges.js';
import { cases, last } from './graph-text.js';

/** A flow in the DOT language of Graphviz: foreachs and the cases of a choose are clusters. */
export function renderGraphDot(graph: FlowGraph): string {
  const nodes = new Map<NodeId, FlowNode>();
  collect(graph.body, nodes);
  const body = renderBody(graph.body, 1, nodes);
  return `${[`digraph ${quote(graph.name)} {`, '  compound=true; node [shape=box];', ...body, '}'].join('\n')}\n`;
}

function renderBody(body: Body, depth: number, nodes: ReadonlyMap<NodeId, FlowNode>): readonly string[] {
  const pad = '  '.repeat(depth);
  return [
    ...body.nodes.flatMap((node) => renderNode(node, depth, nodes)),
    ...edgesOf(body).map(({ from, to, orderOnly }) => {
      const source = nodes.get(from);
      const target = nodes.get(to);
      const attributes = [
        ...(source && source.kind !== 'step' ? [`ltail=${quote(`cluster ${from}`)}`] : []),
        ...(target && target.kind !== 'step' ? [`lhead=${quote(`cluster ${to}`)}`] : []),
        ...(orderOnly ? ['style=dashed'] : []),
      ];
      const tail = attributes.length === 0 ? '' : ` [${attributes.join(', ')}]`;
      return `${pad}${quote(anchor(source, from))} -> ${quote(anchor(target, to))}${tail};`;
    }),
  ];
}

function renderNode(node: FlowNode, depth: number, nodes: ReadonlyMap<NodeId, FlowNode>): readonly string[] {
  const pad = '  '.repeat(depth);
  switch (node.kind) {
    case 'step':
      return [`${pad}${quote(node.id)} [label=${quote(last(node.id))}];`];
    case 'foreach':
      return cluster(node.id, `foreach ${last(node.id)}`, renderBody(node.body, depth + 1, nodes), pad);
    case 'choose':
      return cluster(
        node.id,
        `choose ${last(node.id)}`,
        cases(node).flatMap(([name, body]) =>
          cluster(`${node.id} ${name}`, name, renderBody(body, depth + 2, nodes), `${pad}  `),
        ),
        pad,
      );
  }
}

function cluster(id: string, label: string, inside: readonly string[], pad: string): readonly string[] {
  return [`${pad}subgraph ${quote(`cluster ${id}`)} {`, `${pad}  label=${quote(label)};`, ...inside, `${pad}}`];
}

/** Edges join nodes, never clusters: the first step inside one stands for it, and the edge is cut at its border. */
function anchor(node: FlowNode | undefined, id: NodeId): string {
  if (!node || node.kind === 'step') return id;
  const bodies = node.kind === 'foreach' ? [node.body] : bodiesOf(node);
  const inner = bodies.flatMap((body) => body.nodes)[0];
  return inner ? anchor(inner, inner.id) : id;
}

function collect(body: Body, nodes: Map<NodeId, FlowNode>): void {
  for (const node of body.nodes) {
    nodes.set(node.id, node);
    if (node.kind === 'foreach') collect(node.body, nodes);
    if (node.kind === 'choose') for (const inner of bodiesOf(node)) collect(inner, nodes);
  }
}

function quote(text: string): string {
  return JSON.stringify(text);
}

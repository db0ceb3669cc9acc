import type { Body, FlowGraph, FlowNode } from '@flowmap/graph';
import { edgesOf } from './graph-edges.js';
import { cases, last } from './graph-text.js';

/** A flow as a Mermaid flowchart: foreachs and the cases of a choose are subgraphs. */
export function renderGraphMermaid(graph: FlowGraph): string {
  return `${['flowchart TD', ...renderBody(graph.body, 1)].join('\n')}\n`;
}

function renderBody(body: Body, depth: number): readonly string[] {
  const pad = '  '.repeat(depth);
  return [
    ...body.nodes.flatMap((node) => renderNode(node, depth)),
    ...edgesOf(body).map(({ from, to, orderOnly }) => `${pad}${key(from)} ${orderOnly ? '-.->' : '-->'} ${key(to)}`),
  ];
}

function renderNode(node: FlowNode, depth: number): readonly string[] {
  const pad = '  '.repeat(depth);
  switch (node.kind) {
    case 'step':
      return [`${pad}${key(node.id)}[${quote(last(node.id))}]`];
    case 'foreach':
      return subgraph(key(node.id), `foreach ${last(node.id)}`, renderBody(node.body, depth + 1), pad);
    case 'choose':
      return subgraph(
        key(node.id),
        `choose ${last(node.id)}`,
        cases(node).flatMap(([name, body]) =>
          subgraph(key(`${node.id}/${name}/case`), name, renderBody(body, depth + 2), `${pad}  `),
        ),
        pad,
      );
  }
}

function subgraph(id: string, title: string, inside: readonly string[], pad: string): readonly string[] {
  return [`${pad}subgraph ${id}[${quote(title)}]`, ...inside, `${pad}end`];
}

/** Some words mean something to Mermaid, so that no name stands for itself; `-` is not possible in a key. */
function key(id: string): string {
  return `n_${id.replace(/[^A-Za-z0-9]/gu, (c) => `_${(c.codePointAt(0) ?? 0).toString(16)}_`)}`;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '#quot;')}"`;
}

import type { Diagnostic } from './diagnostic.js';
import type { FlowGraph } from './flow-graph.js';

/** The faults of a graph, all at once. */
export function checkGraph(graph: FlowGraph): readonly Diagnostic[] {
  if (graph.schemaVersion === 1) return [];
  const message = `the graph has schemaVersion ${String(graph.schemaVersion)}; this version of flowmap reads 1`;
  return [
    { code: 'FLOW1001', severity: 'error', at: '', message, hint: 'Install the version of flowmap that wrote it.' },
  ];
}

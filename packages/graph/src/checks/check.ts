import type { Diagnostic } from '../diagnostic.js';
import type { FlowGraph } from '../flow-graph.js';
import type { NodeId } from '../reference.js';

/** One thing that a graph must keep. It sees a graph of the right shape and tells every breach. */
export type Check = (graph: FlowGraph) => Iterable<Diagnostic>;

/** An error at a node, or at the flow itself when `at` is empty. */
export function fault(code: Diagnostic['code'], at: NodeId, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', at, message, hint };
}

/** How a node is spoken of: by its id; the flow itself has none. */
export function called(at: NodeId): string {
  return at === '' ? 'The flow' : at;
}

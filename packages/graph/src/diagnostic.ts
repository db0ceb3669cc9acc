import type { NodeId } from './reference.js';

/**
 * Something about the author's flow, as data: gathered, never thrown one at a time, and shown together. Codes are listed
 * in `docs/errors.md`: FLOW1xxx the graph, FLOW2xxx order, FLOW3xxx strategies and computes, FLOW4xxx the definition,
 * FLOW5xxx a run with so many items.
 */
export interface Diagnostic {
  readonly code: `FLOW${number}`;
  readonly severity: 'error' | 'warning';
  /** The node that is meant; empty for the flow itself. */
  readonly at: NodeId;
  /** What is wrong, in one sentence that names the thing. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Where the author wrote it: `flights.ts:12:9`, where known. */
  readonly place?: string;
}

/** Whether any of them stops the flow from being used. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

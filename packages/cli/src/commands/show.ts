import { hasErrors } from '@flowmap/graph';
import type { ExitStatus, Io } from '../io.js';
import { loadFlow } from '../load-flow.js';
import { renderDiagnostics } from '../render/diagnostics.js';
import { renderGraphDot } from '../render/graph-dot.js';
import { renderGraphMermaid } from '../render/graph-mermaid.js';
import { renderGraphText } from '../render/graph-text.js';
import { painter } from '../render/paint.js';

/** How `show` can write a graph. */
export const FORMATS = ['text', 'mermaid', 'dot', 'json'] as const;

/** The flags of `show`. */
export interface ShowFlags {
  readonly file: string;
  readonly format: (typeof FORMATS)[number];
}

/** `flow-cli show FILE`: the graph of a flow, without compiling it. What the builder found wrong goes to standard error. */
export async function show({ file, format }: ShowFlags, io: Io): Promise<ExitStatus> {
  const { flow, name } = await loadFlow(file);
  if (flow.diagnostics.length > 0) io.err(`${renderDiagnostics(flow.diagnostics, name, painter(io))}\n`);
  switch (format) {
    case 'text':
      io.out(renderGraphText(flow.graph, painter(io)));
      break;
    case 'mermaid':
      io.out(renderGraphMermaid(flow.graph));
      break;
    case 'dot':
      io.out(renderGraphDot(flow.graph));
      break;
    case 'json':
      io.out(`${JSON.stringify(flow.graph, undefined, 2)}\n`);
  }
  return hasErrors(flow.diagnostics) ? 2 : 0;
}

import type { Diagnostic, GraphIndex, StepNode } from '@flowmap/graph';
import { strategyWords } from '@flowmap/graph';
import type { CompileOptions } from './options.js';
import { checkInterface } from './check-strategies.js';
import { computeOf } from './lowering.js';

/** What the strategies and computes of a flow cannot do, before anything is lowered. */
export function checkPlugins(index: GraphIndex, options: CompileOptions): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { node } of index.nodes.values()) {
    if (node.kind === 'step') found.push(...checkCompute(node, options));
    if (node.kind !== 'foreach') continue;
    const chosen = node.strategy && options.strategies.get(node.id);
    if (node.strategy && !chosen) {
      found.push(
        fault(
          'FLOW3003',
          node.id,
          `${strategyWords(node.strategy)} was named but its value was not given`,
          'Compile the flow itself, or pass the live value in `strategies`.',
        ),
      );
    }
    const strategy: unknown = chosen ?? options.fallback;
    found.push(...checkInterface(node.id, strategy));
  }
  return found;
}

function checkCompute(step: StepNode, options: CompileOptions): readonly Diagnostic[] {
  const on = step.resources?.on;
  if (on !== undefined && !(on in options.computes)) {
    const known = Object.keys(options.computes).join(', ');
    return [
      fault(
        'FLOW3010',
        step.id,
        `runs on '${on}', and no compute of that name is configured`,
        `Configured: ${known}. Add it under \`computes\` in flowmap.config.ts.`,
      ),
    ];
  }
  return computeOf(options, step).check?.(step) ?? [];
}

function fault(code: Diagnostic['code'], at: string, message: string, hint: string): Diagnostic {
  return { code, severity: 'error', at, message, hint };
}

import type { Diagnostic, ForeachNode } from '@flowmap/graph';
import { strategyWords } from '@flowmap/graph';
import type { Load, MapStrategy, MapView, Usage } from '../plugin/index.js';

/** A breach of the contract by a strategy, with what it is called and where it comes from. */
export function brokenStrategy(node: ForeachNode, strategy: MapStrategy, message: string): Diagnostic {
  const of = strategy.package === undefined ? '' : `Tell the makers of ${strategy.package}, or use another strategy. `;
  return {
    code: 'FLOW3002',
    severity: 'error',
    at: node.id,
    message: `${strategyWords(strategy)} ${message}`,
    hint: `${of}describeMapStrategy of @flowmap/testing names what a strategy breaks.`,
  };
}

/** What was thrown, in words. */
export function thrownIn(method: string, error: unknown): string {
  return `threw in ${method}: ${error instanceof Error ? error.message : String(error)}`;
}

/** What a strategy cannot do for a foreach; a strategy that throws cannot do anything. */
export function askCheck(strategy: MapStrategy, node: ForeachNode, view: MapView): readonly Diagnostic[] {
  try {
    const found: unknown = strategy.check?.(node, view) ?? [];
    return Array.isArray(found)
      ? (found as Diagnostic[])
      : [brokenStrategy(node, strategy, 'gave something from check that is no list')];
  } catch (error) {
    return [brokenStrategy(node, strategy, thrownIn('check', error))];
  }
}

/** What a strategy says that a foreach takes; `report` hears of one that throws. */
export function askEstimate(
  strategy: MapStrategy,
  node: ForeachNode,
  load: Load,
  report: (diagnostic: Diagnostic) => void,
): Usage | undefined {
  try {
    return strategy.estimate?.(node, load);
  } catch (error) {
    report(brokenStrategy(node, strategy, thrownIn('estimate', error)));
    return undefined;
  }
}

import type { Diagnostic, GraphIndex } from '@flowmap/graph';
import { strategyWords } from '@flowmap/graph';
import type { MapStrategy } from '../plugin/index.js';

/** The packages that may have kinds without a vendor in front. */
const OURS = '@flowmap/';

/** Whether a value is a strategy that this compiler can use; what it is made of, too. */
export function checkInterface(at: string, strategy: unknown): readonly Diagnostic[] {
  const fault = (message: string, hint: string): readonly Diagnostic[] => [
    { code: 'FLOW3001', severity: 'error', at, message, hint },
  ];
  const value = 'Pass the value that the strategy factory returns: `strategy: inline()`.';
  if (typeof strategy !== 'object' || strategy === null) return fault('the strategy is no object', value);
  const { kind, package: from, apiVersion, lower, parts = [] } = strategy as { readonly [name: string]: unknown };
  if (typeof kind !== 'string' || kind === '') return fault('the strategy has no kind', value);
  if (from !== undefined && typeof from !== 'string') return fault(`the strategy ${kind} names no package`, value);
  const words = strategyWords(strategy as MapStrategy);
  if (apiVersion !== 1) {
    return fault(
      `${words} has apiVersion ${JSON.stringify(apiVersion) ?? 'undefined'}; this compiler knows 1`,
      `Install the version of ${from ?? 'the strategy'} that goes with this version of @flowmap/asl.`,
    );
  }
  if (typeof lower !== 'function') return fault(`${words} has no method lower`, value);
  if (!kind.includes('/') && from?.startsWith(OURS) !== true) {
    const message = `${words} has a kind without a vendor, as only strategies of flowmap itself have`;
    const hint = 'Its makers have to call it vendor/name, and say in `package` where it comes from.';
    return [{ code: 'FLOW3005', severity: 'error', at, message, hint }];
  }
  return Array.isArray(parts) ? (parts as unknown[]).flatMap((part) => checkInterface(at, part)) : [];
}

/**
 * Strategies that share a kind and come from different packages: a graph or a message could not tell one from the other. One that
 * names no package is another than one that does.
 */
export function checkKinds(index: GraphIndex, strategyOf: (foreach: string) => MapStrategy): readonly Diagnostic[] {
  const known = new Map<string, { readonly from: string | undefined; readonly at: string }>();
  const found: Diagnostic[] = [];
  const visit = (at: string, { kind, package: from, parts = [] }: MapStrategy): void => {
    const first = known.get(kind);
    if (!first) known.set(kind, { from, at });
    else if (first.from !== from) {
      const message = `two strategies are called ${kind}: that of ${first.at} comes from ${named(first.from)}, that of ${at} from ${named(from)}`;
      const hint = 'Use one of them, or ask the makers of the other for a kind of its own: vendor/name.';
      found.push({ code: 'FLOW3004', severity: 'error', at, message, hint });
    }
    parts.forEach((part) => visit(at, part));
  };
  for (const { node } of index.nodes.values()) if (node.kind === 'foreach') visit(node.id, strategyOf(node.id));
  return found;
}

function named(from: string | undefined): string {
  return from ?? 'a package that it does not name';
}

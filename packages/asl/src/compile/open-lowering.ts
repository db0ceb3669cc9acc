import type { Diagnostic, GraphIndex, NodeId } from '@flowmap/graph';
import { arrange, publicationsOf } from '@flowmap/graph';
import type { MapStrategy } from '../plugin/index.js';
import { factFlow } from './liveness.js';
import { lowerBody } from './lower-body.js';
import type { Lowering } from './lowering.js';
import { createNames } from './names.js';
import type { CompileOptions } from './options.js';

/** A lowering of a graph that was checked, and the barriers that its arrangement needs: these come as it goes on. */
export function openLowering(
  index: GraphIndex,
  options: CompileOptions,
): { readonly lowering: Lowering; readonly barriers: readonly Diagnostic[] } {
  const barriers: Diagnostic[] = [];
  const publications = publicationsOf(index);
  const lowering: Lowering = {
    index,
    publications,
    facts: factFlow(index, publications),
    options,
    names: createNames(),
    diagnostics: [],
    emitters: new Map(),
    bodies: new Map(),
    strategyOf: (id) => strategyOf(index, options, id),
    arrange: arranger(index, barriers),
    lowerBody,
  };
  return { lowering, barriers };
}

/** A foreach's own strategy wins over the one for all. */
function strategyOf(index: GraphIndex, options: CompileOptions, id: NodeId): MapStrategy {
  const node = index.nodes.get(id)?.node;
  const own = node?.kind === 'foreach' && node.strategy ? options.strategies.get(id) : undefined;
  return (own as MapStrategy | undefined) ?? options.fallback;
}

/** A body may be lowered several times; it is arranged once, and its barriers are told once. */
function arranger(index: GraphIndex, barriers: Diagnostic[]): Lowering['arrange'] {
  const known = new Map<unknown, ReturnType<Lowering['arrange']>>();
  return (body) => {
    const before = known.get(body);
    if (before) return before;
    const { sequence, barriers: found } = arrange(body);
    barriers.push(...found);
    known.set(body, sequence);
    return sequence;
  };
}

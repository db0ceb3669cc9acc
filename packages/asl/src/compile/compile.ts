import type { Diagnostic, FlowGraph, ForeachNode, GraphIndex } from '@flowmap/graph';
import { checkGraph, hasErrors, indexGraph } from '@flowmap/graph';
import { askCheck } from './ask-strategy.js';
import { assemble } from './assemble.js';
import { checkDefinition } from './check-definition.js';
import { checkPlugins } from './check-plugins.js';
import { checkInterface, checkKinds } from './check-strategies.js';
import type { Lowering } from './lowering.js';
import { mapView } from './map-context.js';
import { openLowering } from './open-lowering.js';
import type { Compiled, CompileOptions } from './options.js';

/**
 * Compiles a flow to a state machine in JSONata and the rights that it needs. Offline and pure: the same graph, options and
 * code hash give the same bytes. What is wrong with the flow comes back as diagnostics, all at once; with an error among
 * them there is no definition.
 */
export function compile(graph: FlowGraph, options: CompileOptions): Compiled {
  const found = checkGraph(graph);
  if (hasErrors(found)) return { policies: [], diagnostics: found };

  const { lowering, barriers } = openLowering(indexGraph(graph), options);
  const { index } = lowering;
  const interfaces = checkPlugins(index, options);
  const plugins = [
    ...interfaces,
    ...(hasErrors(interfaces) ? [] : checkKinds(index, lowering.strategyOf)),
    ...foreachsOf(index).flatMap((node) => checkStrategy(lowering, node)),
  ];
  if (hasErrors(plugins)) return { policies: [], diagnostics: unique([...found, ...plugins]) };

  const { definition, policies } = assemble(lowering);
  const diagnostics = unique([...found, ...barriers, ...plugins, ...lowering.diagnostics]);
  // A definition that a strategy broke is not looked at further: what its rules say of it would only follow from that.
  const all = hasErrors(diagnostics)
    ? diagnostics
    : [...diagnostics, ...checkDefinition(definition, lowering.emitters)];
  return hasErrors(all) ? { policies: [], diagnostics: all } : { definition, policies, diagnostics: all };
}

/** What the strategy of a foreach cannot do. One that is none is reported elsewhere, and is not asked. */
function checkStrategy(lowering: Lowering, node: ForeachNode): readonly Diagnostic[] {
  const strategy = lowering.strategyOf(node.id);
  if (checkInterface(node.id, strategy).length > 0) return [];
  return askCheck(strategy, node, mapView(lowering, node));
}

function foreachsOf(index: GraphIndex): readonly ForeachNode[] {
  return [...index.nodes.values()].flatMap(({ node }) => (node.kind === 'foreach' ? [node] : []));
}

/** Each diagnostic once. */
export function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}

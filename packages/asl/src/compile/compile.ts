import type { Diagnostic, FlowGraph, ForeachNode, GraphIndex, NodeId } from '@flowmap/graph';
import { arrange, checkGraph, hasErrors, indexGraph, publicationsOf } from '@flowmap/graph';
import type { StateMachine } from '../language/index.js';
import type { MapStrategy } from '../plugin/index.js';
import { checkDefinition } from './check-definition.js';
import { checkInterface, checkPlugins } from './check-plugins.js';
import { closing } from './ending.js';
import { parameterExpression, parametersExpression } from './parameters.js';
import { factField, template } from './expression.js';
import { factFlow } from './liveness.js';
import { lowerBody } from './lower-body.js';
import type { Lowering } from './lowering.js';
import { mapView } from './map-context.js';
import { createNames } from './names.js';
import type { Compiled, CompileOptions } from './options.js';
import { mergePolicies } from './policies.js';

/** The name of the state that records the run. No node can have it: names hold no blanks. */
const OPEN = 'open run';

/**
 * Compiles a flow to a state machine in JSONata and the rights that it needs. Offline and pure: the same graph, options and
 * code hash give the same bytes. What is wrong with the flow comes back as diagnostics, all at once; with an error among
 * them there is no definition.
 */
export function compile(graph: FlowGraph, options: CompileOptions): Compiled {
  const found = checkGraph(graph);
  if (hasErrors(found)) return { policies: [], diagnostics: found };

  const index = indexGraph(graph);
  const barriers: Diagnostic[] = [];
  const publications = publicationsOf(index);
  const lowering: Lowering = {
    index,
    publications,
    facts: factFlow(index, publications),
    options,
    names: createNames(),
    diagnostics: [],
    usage: new Map(),
    strategyOf: (id) => strategyOf(index, options, id),
    arrange: arranger(index, barriers),
    lowerBody,
  };
  const plugins = [
    ...checkPlugins(index, options),
    ...foreachsOf(index).flatMap((node) => checkStrategy(lowering, node)),
  ];
  if (hasErrors(plugins)) return { policies: [], diagnostics: unique([...found, ...plugins]) };

  const { definition, policies } = assemble(lowering);
  const diagnostics = unique([...found, ...barriers, ...plugins, ...lowering.diagnostics]);
  // A definition that a strategy broke is not looked at further: what its rules say of it would only follow from that.
  const all = hasErrors(diagnostics) ? diagnostics : [...diagnostics, ...checkDefinition(definition)];
  return hasErrors(all) ? { policies: [], diagnostics: all } : { definition, policies, diagnostics: all };
}

function assemble(lowering: Lowering): { readonly definition: StateMachine; readonly policies: Compiled['policies'] } {
  const { index, options, publications } = lowering;
  const { graph } = index;
  lowering.names.state(OPEN);
  const body = lowerBody(lowering, { depth: 0, tag: '' }, graph.body, {
    live: new Set(),
    answer: { kind: 'value', expression: '$states.input.run' },
  });
  const opening = options.run.open(graph, parametersExpression(graph.params), options.target);
  const facts = Object.fromEntries(
    [...publications.sources].flatMap(([id, source]) =>
      source.kind === 'param' ? [[id, parameterExpression(source.param, graph.params[source.param])]] : [],
    ),
  );
  const definition: StateMachine = {
    Comment: `${graph.description ?? graph.name} (flowmap, code ${options.target.code})`,
    QueryLanguage: 'JSONata',
    StartAt: OPEN,
    ...(graph.timeoutSeconds === undefined ? {} : { TimeoutSeconds: graph.timeoutSeconds }),
    States: {
      [OPEN]: {
        ...opening.state,
        ...closing({ next: body.start, live: new Set() }),
        Output: { run: template('$states.context.Execution.Name'), i: "{% '' %}", ...factField(facts) },
      },
      ...body.states,
    },
  };
  return { definition, policies: mergePolicies([...opening.policies, ...body.policies]) };
}

/** A foreach's own strategy wins over the one for all. */
function strategyOf(index: GraphIndex, options: CompileOptions, id: NodeId): MapStrategy {
  const node = index.nodes.get(id)?.node;
  const own = node?.kind === 'foreach' && node.strategy ? options.strategies.get(id) : undefined;
  return (own as MapStrategy | undefined) ?? options.fallback;
}

/** What the strategy of a foreach cannot do. One that is none is reported elsewhere, and is not asked. */
function checkStrategy(lowering: Lowering, node: ForeachNode): readonly Diagnostic[] {
  const strategy = lowering.strategyOf(node.id);
  if (checkInterface(node.id, strategy).length > 0) return [];
  return strategy.check?.(node, mapView(lowering, node)) ?? [];
}

function foreachsOf(index: GraphIndex): readonly ForeachNode[] {
  return [...index.nodes.values()].flatMap(({ node }) => (node.kind === 'foreach' ? [node] : []));
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

function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}

import { paramUsesOf, RESUME_FIELD, RESUMED } from '@flowmap/graph';
import type { StateMachine } from '../language/index.js';
import { closing } from './ending.js';
import { factField, literal, property, template } from './expression.js';
import { lowerBody } from './lower-body.js';
import type { Lowering } from './lowering.js';
import type { Compiled } from './options.js';
import { parameterExpression, parametersExpression } from './parameters.js';
import { mergePolicies } from './policies.js';

/** The name of the state that records the run. No node can have it: names hold no blanks. */
const OPEN = 'open run';

/** The index path at the root: empty, or the mark of a run that resumes another one. */
const ROOT = `$exists($states.input${property(RESUME_FIELD)}) ? ${literal(RESUMED)} : ''`;

/** The whole machine: the state that records the run, and behind it the states of the flow. */
export function assemble(lowering: Lowering): {
  readonly definition: StateMachine;
  readonly policies: Compiled['policies'];
} {
  const { index, options, publications } = lowering;
  const { graph } = index;
  lowering.names.state(OPEN);
  const body = lowerBody(lowering, { depth: 0, tag: '' }, graph.body, {
    live: new Set(),
    answer: { kind: 'value', expression: '$states.input.run' },
  });
  const opening = options.run.open(graph, parametersExpression(graph.params, paramUsesOf(graph)), options.target);
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
        Output: { run: template('$states.context.Execution.Name'), i: template(ROOT), ...factField(facts) },
      },
      ...body.states,
    },
  };
  return { definition, policies: mergePolicies([...opening.policies, ...body.policies]) };
}

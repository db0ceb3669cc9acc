import type { Diagnostic, FlowGraph, NodeId, StrategySpec } from '@flowmap/graph';
import { isFlowError } from '@flowmap/graph';
import { buildBody } from './body.js';
import type { StepFunction } from './context.js';
import type { Definition } from './definition.js';
import { report } from './definition.js';
import type { Duration } from './duration.js';
import { findingsOf } from './findings.js';
import { handleOf } from './handle.js';
import { refuseUnknown } from './known-options.js';
import type { AnyNode, Output } from './node.js';
import { openScope } from './open-scope.js';
import type { StepDefaults } from './options.js';
import type { Params } from './param.js';
import type { Place } from './place.js';
import { callerOf, firstPlace } from './place.js';
import type { VALUE } from './ref.js';
import type { Scope } from './scope.js';
import type { FlowSteps, STEPS } from './steps.js';
import { takeSeconds } from './settings.js';
import { specsOf } from './specs.js';
import { reportUnlisted } from './unlisted.js';
import { type NotifyOptions, type ScheduleOptions, startsOf, type TriggerOptions } from './starts.js';

const BRAND = 'flowmap/flow@1';
const OPTIONS = ['name', 'description', 'params', 'timeout', 'defaults', 'schedules', 'triggers', 'notify'];

/**
 * What a flow file exports: the graph, and the live values that JSON cannot keep. Recognise one with {@link isFlow}: a
 * bundle has its own copy of this package.
 */
export interface Flow<in P = never, out R = unknown, out S = unknown> {
  readonly brand: 'flowmap/flow@1';
  readonly name: string;
  readonly graph: FlowGraph;
  /** The code of every step and catch handler. */
  readonly functions: ReadonlyMap<NodeId, StepFunction>;
  /** The strategy of every foreach that names one. */
  readonly strategies: ReadonlyMap<NodeId, StrategySpec>;
  /** All that is wrong with the flow. One with errors must not be compiled or run. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Where the author wrote a node, or with an empty id the flow: `/home/ada/flights.ts:12:9`, as far as stacks tell. Absent
   * from a flow that no builder made.
   */
  readonly place?: (id: NodeId) => string | undefined;
  readonly [VALUE]?: (params: P) => R;
  /** What its steps put out, by their paths. */
  readonly [STEPS]?: S;
}

/** The options of a flow. */
export interface FlowOptions<P> {
  /** Letters, digits, `_` and `-`, a letter first, at most 64. */
  readonly name: string;
  readonly description?: string;
  readonly params?: Params<P>;
  /** Upper bound of a whole run. */
  readonly timeout?: Duration;
  /** How every step runs that does not say otherwise. */
  readonly defaults?: StepDefaults;
  /** When it is started by the clock once it is deployed, by name: `{ nightly: { cron: '0 3 * * ? *' } }`. */
  readonly schedules?: { readonly [name: string]: ScheduleOptions<NoInfer<P>> };
  /** What else starts it once it is deployed, by name: `{ uploads: onObject({ bucket: 'raw' }) }`. */
  readonly triggers?: { readonly [name: string]: TriggerOptions };
  /** Who is told when a run of the deployed flow does not end well. */
  readonly notify?: readonly NotifyOptions[];
}

/** No parameters. */
export type NoParams = { readonly [none in never]: never };

/** What a function without a return statement returns: a flow may have no result. */
type Nothing = ReturnType<() => void>;

/**
 * Defines a flow. The builder runs once, here; the code of the steps does not. What the returned node puts out is the
 * result of the flow. Mistakes are gathered in `diagnostics`; an error that the builder itself throws goes to the caller.
 *
 * @example
 * export default flow({ name: 'hello', params: { who: param.string() } }, ({ step }) =>
 *   step('greet', ({ params }) => `Hello, ${params.who}`));
 */
export function flow<const P = NoParams, N extends AnyNode | Nothing = Nothing>(
  given: FlowOptions<P>,
  build: (scope: Scope<P>) => N,
): Flow<P, Output<N>, FlowSteps<N>> {
  const place = callerOf(flow);
  const definition: Definition = {
    functions: new Map(),
    strategies: new Map(),
    places: new Map(),
    listed: new Map(),
    diagnostics: [],
    defaults: given.defaults ?? {},
    active: undefined,
  };
  const user = { definition, at: '', place };
  const options = refuseUnknown(user, given, OPTIONS);
  const seconds = takeSeconds(user, 'timeout', options.timeout);
  const params = specsOf(user, options.params ?? {});
  const graph: FlowGraph = {
    schemaVersion: 1,
    name: options.name,
    ...(options.description === undefined ? {} : { description: options.description }),
    params,
    body: buildRoot<P>(definition, Object.keys(options.params ?? {}), build, place),
    ...(seconds === undefined ? {} : { timeoutSeconds: seconds }),
    ...startsOf(user, options),
  };
  reportUnlisted(definition, graph.body, place);
  return {
    brand: BRAND,
    name: graph.name,
    graph,
    functions: definition.functions,
    strategies: definition.strategies,
    diagnostics: findingsOf(definition, graph, place),
    place: (id) => (definition.places.get(id) ?? place)(),
  };
}

/** Whether a value is a flow, from whichever copy of this package. */
export function isFlow(value: unknown): value is Flow {
  return typeof value === 'object' && value !== null && 'brand' in value && value.brand === BRAND;
}

function buildRoot<P>(
  definition: Definition,
  params: readonly string[],
  build: (scope: Scope<P>) => unknown,
  place: Place,
): FlowGraph['body'] {
  const input = Object.fromEntries(params.map((param) => [param, handleOf({ param, path: [] })]));
  try {
    return buildBody(definition, '', (draft) => build(openScope(definition, draft, input as Scope<P>['input'])), {
      what: 'The flow',
      at: '',
      place,
      resultRequired: false,
    });
  } catch (error) {
    // The misuse of a handle is a finding like the others; anything else is the author's own error.
    if (!isFlowError(error) || error.code !== 'HANDLE_USED') throw error;
    const { message, hint, stack = '' } = error;
    report(definition, { code: 'FLOW1105', at: '', message, ...(hint ? { hint } : {}) }, () => firstPlace(stack));
    return { nodes: [] };
  }
}

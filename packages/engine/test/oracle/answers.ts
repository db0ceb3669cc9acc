import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@flowmap/asl/language';
import type { TaskRequest } from '../../src/index.js';
import type { Case, Recorded, Trace } from './cases.js';

/** What a Lambda function of the recordings raises. */
interface Raised {
  readonly errorMessage: string;
  readonly errorType: string;
  readonly requestId: string;
  readonly stackTrace: readonly string[];
}

/** Answers the tasks of a recorded execution as they were answered on the service. */
export class Answers {
  readonly #recorded: Case;
  readonly #traces: Trace[];
  /** The event of the worker that took the activity; undefined where none did. */
  readonly #taken: Recorded | undefined;
  /** Where a recording has lost its event ids, the failures are in its events alone. */
  readonly #failures: { readonly error?: Json; readonly cause?: Json }[];

  constructor(recorded: Case) {
    this.#recorded = recorded;
    this.#traces = [...recorded.mocks.taskTrace];
    this.#taken = recorded.history.find(({ type }) => type === 'ActivityStarted');
    this.#failures = recorded.history.flatMap(({ type, details }) =>
      type === 'TaskFailed' && details ? [details] : [],
    );
  }

  async answer(request: TaskRequest): Promise<Json> {
    const trace = this.#take(request);
    if (trace !== undefined && (trace.outcome !== null || this.#failures.length > 0))
      return this.#replay(request, trace);
    return this.#configured(request) ?? this.#invoke(request);
  }

  /** What the case's mock configuration says for this attempt. */
  #configured({ state, attempt, resource }: TaskRequest): Json | undefined {
    const configuration = this.#recorded.mocks.sfnLocalMockConfig;
    if (configuration === undefined) return undefined;
    const [machine] = Object.values(configuration.StateMachines);
    const [states = {}] = Object.values(machine?.TestCases ?? {});
    const responses = configuration.MockedResponses[states[state] ?? ''] ?? {};
    const [, response] = Object.entries(responses).find(([range]) => isWithin(attempt, range)) ?? [];
    const answer = response?.Return as { readonly Payload?: Json } | undefined;
    // A function that is called directly answers with its payload alone.
    return isDirect(resource) ? answer?.Payload : answer;
  }

  /** The children of a distributed map are not in the parent's trace. */
  #take(request: TaskRequest): Trace | undefined {
    const ofState = this.#traces.filter(({ state }) => state === request.state || state === null);
    const trace = ofState.find(({ input }) => isDeepStrictEqual(input, request.arguments)) ?? ofState[0];
    if (trace !== undefined) this.#traces.splice(this.#traces.indexOf(trace), 1);
    return trace;
  }

  async #replay(request: TaskRequest, { submitted, outcome }: Trace): Promise<Json> {
    if (this.#taken !== undefined) request.started(this.#taken.details?.['workerName'] as string | undefined);
    if (submitted !== undefined) request.submitted(submitted);
    if (outcome?.status === 'SUCCEEDED') return outcome.output ?? null;
    // The state's own limit has to end what never answers.
    if (outcome?.status === 'TIMED_OUT') return await new Promise<never>(() => undefined);
    const { cause, error } = outcome ?? this.#failures.shift() ?? {};
    throw Object.assign(new Error(typeof cause === 'string' ? cause : ''), { name: error ?? 'Error' });
  }

  /** What the function does that the request names. */
  #invoke(request: TaskRequest): Json {
    const direct = isDirect(request.resource);
    const given = direct ? request.arguments : ((request.arguments as { readonly Payload?: Json }).Payload ?? {});
    const target = direct ? request.resource : (request.arguments as { readonly FunctionName?: Json }).FunctionName;
    const known = this.#recorded.mocks.lambdas.find(({ arn, name }) => target === arn || target === name);
    if (known === undefined) throw new Error(`There is no recorded answer for the state ${request.state}`);
    const result = behave(known.behaviour, given, direct);
    return direct ? result : { ExecutedVersion: '$LATEST', Payload: result, StatusCode: 200 };
  }
}

/** Whether a state names the function itself, not the service that invokes it. */
function isDirect(resource: string): boolean {
  return resource.includes(':function:');
}

function isWithin(attempt: number, range: string): boolean {
  const [from = NaN, to = from] = range.split('-').map(Number);
  return attempt >= from && attempt <= to;
}

function behave(behaviour: string, given: Json, direct: boolean): Json {
  const [kind, ...rest] = behaviour.split(':');
  if (kind === 'echo') return given;
  if (kind !== 'raise') throw new Error(`The behaviour ${behaviour} is not known`);
  const [errorType = '', ...message] = rest;
  const raised: Raised = {
    errorMessage: message.join(':'),
    errorType,
    requestId: 'request-id',
    stackTrace: [`  File "/var/task/handler.py", line 2, in handler\n    raise ${errorType}("${message.join(':')}")\n`],
  };
  // The service takes over the function's own text where it calls it directly.
  const cause = direct
    ? JSON.stringify(raised, undefined, 1)
        .replaceAll(/\n\s*/g, ' ')
        .replaceAll(/([[{]) | ([\]}])/g, '$1$2')
    : JSON.stringify(raised);
  throw Object.assign(new Error(cause), { name: errorType });
}

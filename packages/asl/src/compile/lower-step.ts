import type { NodeId, Retry, StepNode } from '@flowmap/graph';
import type { Catcher, Expression, Retrier, TaskState } from '../language/index.js';
import type { Field, LoweredTask, TaskCall } from '../plugin/index.js';
import { closing, type Ending } from './ending.js';
import { literal, template } from './expression.js';
import type { Block, Lowering, Scope } from './lowering.js';
import { caught, computeOf, stateName } from './lowering.js';

/** Longest part of an error's Cause that goes into state data, in characters: a whole one may be 32 KiB of stack. */
const CAUSE_CHARACTERS = 3_000;

/** A task for a step, with its catch handler beside it: both lead on to the same next state. */
export function lowerStep(lowering: Lowering, scope: Scope, step: StepNode, ending: Ending): Block {
  const handler = step.catch && lowerHandler(lowering, scope, step, step.catch.id, ending);
  const task = lowerTask(lowering, scope, {
    id: step.id,
    step,
    ending,
    more: {
      ...(step.timeoutSeconds === undefined ? {} : { TimeoutSeconds: step.timeoutSeconds }),
      ...(handler ? { Catch: [toHandler(handler.start)] } : caught(scope)),
    },
    retry: retriers(step.retry),
  });
  if (!handler) return task;
  return { ...task, states: { ...task.states, ...handler.states }, policies: [...task.policies, ...handler.policies] };
}

/** The small task that stores the list of a foreach, or reads the key of a choose, where no step can publish it. */
export function lowerPublisher(lowering: Lowering, scope: Scope, id: NodeId, role: string, ending: Ending): Block {
  const step: StepNode = { kind: 'step', id, in: {} };
  return lowerTask(lowering, scope, { id, role, step, ending, more: caught(scope) });
}

/** How a range or an array ends. */
export interface RangeEnd {
  /** What failed items do; absent without tolerance. */
  readonly failing?: 'answers' | 'fails';
  /** What the child gives, of its run, of so many items and of those of them that ended well. */
  readonly answer: (run: Expression, items: Expression, ok: Expression) => Expression;
  /** Seconds from the start of the child's execution in which the range must be answered for. */
  readonly within?: number;
}

/** Where a range finds what it is to run, if it is not what a Map over numbers of batches gives it. */
interface RangePlace {
  readonly run: Expression;
  readonly i: Expression;
  readonly from: Expression;
  readonly to: Expression;
  /** The items themselves. */
  readonly given?: Expression;
}

const IN_INPUT: RangePlace = {
  run: '$states.input.run',
  i: '$states.input.i',
  from: '$states.input.from',
  to: '$states.input.to',
};

/** A task that runs a range of items of a one-step body, and answers with those that ended well. */
export function lowerRange(
  lowering: Lowering,
  scope: Scope,
  step: StepNode,
  { failing, answer: answered, within }: RangeEnd,
  place: RangePlace = IN_INPUT,
): Block {
  const compute = computeOf(lowering.options, step);
  const name = stateName(lowering, scope, step.id);
  const { run, from, to } = place;
  const size = `${to} - ${from}`;
  const fields = { ...fieldsOf(place), ...timeOf(within) };
  const lowered = compute.task(callOf(step, step.id, true, fields), lowering.options.target);
  const done: Ending = { live: new Set(), answer: { kind: 'value', expression: answered(run, size, size) } };
  const own = { ...withRetry(lowered, crashRetriers(step.retry, lowered.crashes)), ...caught(scope) };
  if (failing === undefined)
    return { start: name, states: { [name]: { ...own, ...closing(done) } }, policies: lowered.policies };

  const answer = (failed: Expression): Ending => ({
    live: new Set(),
    answer: {
      kind: 'value',
      expression: answered(run, size, failing === 'answers' ? `${size} - (${failed})` : someOf(size, failed)),
    },
  });
  if (lowered.failed) {
    return {
      start: name,
      states: { [name]: { ...own, ...closing(answer(lowered.failed)) } },
      policies: lowered.policies,
    };
  }
  const reading = stateName(lowering, scope, step.id, 'failed');
  const read = lowering.options.run.read(batchAddressOf(lowering, scope, step.id, place), lowering.options.target);
  return {
    start: name,
    states: {
      [name]: { ...own, ...closing({ next: reading, live: new Set() }) },
      [reading]: { ...read.state, ...caught(scope), ...closing(answer(read.fact('failed', 'number', '0'))) },
    },
    policies: [...lowered.policies, ...read.policies],
  };
}

/** The fields of the invocation of a range. */
function fieldsOf(place: RangePlace): TaskCall['fields'] {
  return Object.fromEntries(
    Object.entries(place).map(([name, expression]: [string, Expression]) => [name, { expression }]),
  );
}

/** When a range must be answered for. The execution of the state is the child that holds it. */
function timeOf(within: number | undefined): TaskCall['fields'] {
  if (within === undefined) return {};
  return { by: { expression: `$toMillis($states.context.Execution.StartTime) + ${within * 1000}` } };
}

/** A range of which nothing ended well fails as a child, so that the service sees a mass failure while it happens. */
export function someOf(size: Expression, failed: Expression): Expression {
  return `( $ok := ${size} - (${failed}); $ok > 0 ? $ok : $error('all ' & $string(${size}) & ' items failed') )`;
}

function lowerHandler(lowering: Lowering, scope: Scope, step: StepNode, id: NodeId, ending: Ending): Block {
  return lowerTask(lowering, scope, {
    id,
    step,
    ending,
    publishes: step.id,
    rewrite: true,
    fields: { error: { expression: '$states.input.e' } },
    more: caught(scope),
  });
}

/** Keeps the state data and adds the error. Its Cause is cut: what was thrown is kept whole where the worker left it. */
function toHandler(next: string): Catcher {
  const cause = `$exists($states.errorOutput.Cause) ? $substring($states.errorOutput.Cause, 0, ${CAUSE_CHARACTERS}) : ''`;
  const error = `{'Error': $states.errorOutput.Error, 'Cause': ${cause}}`;
  return { ErrorEquals: ['States.ALL'], Output: template(`$merge([$states.input, {'e': ${error}}])`), Next: next };
}

interface TaskPart {
  readonly id: NodeId;
  readonly role?: string;
  /** Whose compute runs it. */
  readonly step: StepNode;
  readonly ending: Ending;
  /** The step whose facts it publishes; its own unless it is a handler. */
  readonly publishes?: NodeId;
  readonly rewrite?: boolean;
  readonly fields?: TaskCall['fields'];
  readonly more?: Pick<TaskState, 'TimeoutSeconds' | 'Catch'>;
  readonly retry?: readonly Retrier[];
}

/** One task, and behind it, where its compute brings no values back, the state that reads the facts it published. */
function lowerTask(lowering: Lowering, scope: Scope, part: TaskPart): Block {
  const { options, publications } = lowering;
  const name = stateName(lowering, scope, part.id, part.role);
  const call = callOf(part.step, part.id, false, part.fields);
  const lowered = computeOf(options, part.step).task(call, options.target);
  const state = { ...withRetry(lowered, part.retry ?? []), ...part.more };
  const wanted = (publications.by.get(part.publishes ?? part.id) ?? []).filter(({ fact }) =>
    part.ending.live.has(fact),
  );
  const brings = (fact: (name: string, type: 'number' | 'string') => Expression): { [name: string]: Expression } =>
    Object.fromEntries(wanted.map((one) => [one.fact, fact(one.fact, one.kind === 'count' ? 'number' : 'string')]));
  const rewrite = part.rewrite ?? false;

  if (wanted.length === 0 || lowered.fact) {
    const end = closing(part.ending, { rewrite, ...(lowered.fact ? { brings: brings(lowered.fact) } : {}) });
    return { start: name, states: { [name]: { ...state, ...end } }, policies: lowered.policies };
  }
  const reading = stateName(lowering, scope, part.id, 'facts');
  const read = options.run.read(addressOf(lowering, scope, part.id), options.target);
  return {
    start: name,
    states: {
      [name]: { ...state, ...closing({ next: reading, live: new Set() }) },
      [reading]: { ...read.state, ...caught(scope), ...closing(part.ending, { brings: brings(read.fact), rewrite }) },
    },
    policies: [...lowered.policies, ...read.policies],
  };
}

/** The invocation of a node at the current position. */
export function callOf(step: StepNode, id: NodeId, range: boolean, fields: TaskCall['fields'] = {}): TaskCall {
  const input = (name: string): Field => ({ expression: `$states.input.${name}` });
  return {
    step,
    range,
    fields: {
      v: { value: 1 },
      step: { value: id },
      run: input('run'),
      i: input('i'),
      try: { expression: '$states.context.State.RetryCount' },
      ...(range ? { from: input('from'), to: input('to') } : {}),
      ...fields,
    },
  };
}

/** A task as a state, with its own retriers and these. */
export function withRetry({ state }: LoweredTask, retry: readonly Retrier[]): TaskState {
  // The compute's own retriers first: a step's may say States.ALL, which must be last.
  const all = [...(state.Retry ?? []), ...retry];
  return all.length === 0 ? state : { ...state, Retry: all };
}

/** What a state needs to be tried again as often as a step says. */
export function retriers(
  retry: Retry | undefined,
  errors: readonly string[] = retry?.on ?? ['States.ALL'],
): readonly Retrier[] {
  if (!retry || retry.attempts < 2 || errors.length === 0) return [];
  return [
    {
      ErrorEquals: errors,
      // The service counts whole seconds, at least one.
      IntervalSeconds: Math.max(1, Math.ceil(retry.delaySeconds ?? 1)),
      MaxAttempts: retry.attempts - 1,
      BackoffRate: retry.backoff ?? 2,
      ...(retry.maxDelaySeconds === undefined
        ? {}
        : { MaxDelaySeconds: Math.max(1, Math.ceil(retry.maxDelaySeconds)) }),
    },
  ];
}

/** In a range the worker tries items again by itself; the state does so only when the worker died. */
function crashRetriers(retry: Retry | undefined, crashes: readonly string[] = []): readonly Retrier[] {
  return retriers(retry, crashes);
}

/** The address of a task as an expression: `<deployment>/<run>/<node>`, and the index path inside a foreach. */
export function addressOf(
  lowering: Lowering,
  scope: Scope,
  id: NodeId,
  { run, i }: Pick<RangePlace, 'run' | 'i'> = IN_INPUT,
): Expression {
  const base = `${literal(`${lowering.options.target.deployment}/`)} & ${run} & `;
  return scope.depth === 0 ? base + literal(`/${id}`) : `${base}${literal(`/${id}/`)} & ${i}`;
}

/** The address of a range. Its scope is that of an item, one deeper than where the range's own index path ends. */
function batchAddressOf(lowering: Lowering, scope: Scope, id: NodeId, place: RangePlace): Expression {
  const outer = addressOf(lowering, { ...scope, depth: scope.depth - 1 }, id, place);
  const range = `${place.from} & '-' & (${place.to} - 1)`;
  return scope.depth === 1 ? `${outer} & '/' & ${range}` : `${outer} & '.' & ${range}`;
}

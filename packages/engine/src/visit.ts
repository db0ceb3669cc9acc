import { isTooLarge } from './quotas.js';
import type { Json, State } from '@flowmap/asl/language';
import { contextObject } from './context.js';
import type { Thread, Variables } from './execution.js';
import type { Scope } from './expression/scope.js';
import type { DataFlow, Ending } from './data/data-flow.js';
import { RuntimeError, type Template, TemplateError } from './expression/template.js';
import { dataLimitExceeded, ERRORS, StateFailure } from './failure.js';
import { emit, recordedNext } from './history.js';
import type { Move } from './machine/node.js';
import type { Ports } from './ports.js';
import type { Trial } from './trial.js';

/** One entry of a thread into a state, and what the state's expressions see. */
export class Visit implements Scope {
  readonly thread: Thread;
  readonly name: string;
  readonly kind: State['Type'];
  readonly input: Json;
  /** What the state works on: in JSONPath, the part of its input that InputPath chose. */
  effective: Json;
  /** Variables as they were at entry: an assignment shows from the next state on. */
  readonly variables: Variables;
  result: Json | undefined = undefined;
  /** In JSONPath, the result as ResultSelector left it. */
  selected: Json | undefined = undefined;
  errorOutput: Json | undefined = undefined;
  /** Retries so far, of all retriers. */
  retries = 0;
  /** `Task.Token` of the attempt under way; undefined of a task that has none. */
  token: string | undefined = undefined;
  /** Id of the event that entered the state, and of the one before it. */
  readonly entered: number;
  readonly before: number;
  readonly enteredAt: number;

  constructor(thread: Thread, name: string, kind: State['Type'], input: Json, before: number) {
    this.thread = thread;
    this.name = name;
    this.kind = kind;
    this.input = input;
    this.effective = input;
    this.variables = thread.variables;
    this.entered = thread.previous;
    this.before = before;
    this.enteredAt = thread.at;
  }

  get ports(): Ports {
    return this.thread.execution.environment.ports;
  }

  get root(): Json {
    return this.effective;
  }

  context(): Json {
    return contextObject(this);
  }

  /** The same view with another meaning of `$`. */
  seenFrom(root: Json): Scope {
    const { input, result, errorOutput, variables, ports } = this;
    return { root, input, result, errorOutput, variables, ports, context: () => this.context() };
  }

  /** What stands in for the rest of an execution; undefined in one. */
  get trial(): Trial | undefined {
    return this.thread.execution.environment.trial;
  }

  /** Tells who inspects the state what a step of its data flow has given; `field` is as TestState names it. */
  inspect(field: string, value: Json): void {
    this.thread.execution.environment.inspect?.(field, value);
  }

  /** The failure that ends the execution: what the service calls an error of the runtime. */
  runtimeFailure(sentence: string): StateFailure {
    return new StateFailure(ERRORS.runtime, this.#explain(sentence), true);
  }

  /**
   * Records that an expression of the state failed, and gives the failure. `follows` is the event named before it:
   * where nothing else happened in the state, the service names the one before its entry.
   */
  async evaluationFailure(
    sentence: string,
    field?: string,
    thread: Thread = this.thread,
    follows: number = thread.previous === this.entered ? this.before : thread.previous,
  ): Promise<StateFailure> {
    const cause = this.#explain(sentence);
    const location = field === undefined ? {} : { location: field };
    await emit(thread, 'EvaluationFailed', { cause, error: ERRORS.query, ...location, state: this.name }, follows);
    return new StateFailure(ERRORS.query, cause);
  }

  #explain(sentence: string): string {
    return `An error occurred while executing the state '${this.name}' (entered at the event id #${this.entered}). ${sentence}`;
  }
}

/** Enters a state: its effective input is there. Without a promise where nothing holds it back. */
export function enter(
  thread: Thread,
  name: string,
  kind: State['Type'],
  input: Json,
  flow: DataFlow,
): Visit | Promise<Visit> {
  const before = thread.previous;
  const recorded = recordedNext(thread)?.details as { readonly input: Json } | undefined;
  const held = emit(thread, `${kind}StateEntered`, { name, input });
  const entered = recorded === undefined ? input : recorded.input;
  if (held !== undefined) return held.then(() => withInput(new Visit(thread, name, kind, entered, before), flow));
  return withInput(new Visit(thread, name, kind, entered, before), flow);
}

function withInput(visit: Visit, flow: DataFlow): Visit | Promise<Visit> {
  if (flow.input === undefined) return visit;
  const effective = flow.input(visit);
  if (effective instanceof Promise) return effective.then((value) => seeing(visit, value));
  return seeing(visit, effective);
}

function seeing(visit: Visit, effective: Json): Visit {
  visit.effective = effective;
  visit.inspect('afterInputPath', effective);
  return visit;
}

/** Evaluates a template of a state; `scope` and `thread` differ from the visit inside a map. */
export async function evaluate(
  visit: Visit,
  template: Template,
  scope: Scope = visit,
  thread: Thread = visit.thread,
): Promise<Json> {
  if (template.constant !== undefined) return template.constant;
  try {
    return await template.evaluate(scope);
  } catch (error) {
    if (error instanceof TemplateError) throw await visit.evaluationFailure(error.message, error.field, thread);
    if (error instanceof RuntimeError) throw visit.runtimeFailure(error.message);
    throw error;
  }
}

/** What goes to a state's work: its Arguments or Parameters, else its effective input. */
export async function argumentsOf(visit: Visit, flow: DataFlow): Promise<Json> {
  if (flow.arguments === undefined) return visit.effective;
  const given = await evaluate(visit, flow.arguments);
  visit.inspect(flow.language === 'JSONata' ? 'afterArguments' : 'afterParameters', given);
  return given;
}

/** What is known of a state's exit that happens again: its values need no second evaluation. */
interface RecordedExit {
  readonly output: Json;
  readonly assignedVariables?: Json;
}

function recordedExit(visit: Visit): RecordedExit | undefined {
  if (visit.thread.execution.past === undefined) return undefined;
  const next = recordedNext(visit.thread);
  return next?.type === `${visit.kind}StateExited` ? (next.details as unknown as RecordedExit) : undefined;
}

/** Where a state went that happens again: undefined when that was not recorded. */
export function recordedTarget(visit: Visit): string | undefined {
  if (recordedExit(visit) === undefined) return undefined;
  return (recordedNext(visit.thread, 1)?.details as { readonly name?: string } | undefined)?.name;
}

/** Leaves a state: its end makes the output and the variables of `result`. Without a promise where nothing needs one. */
export function leave(visit: Visit, ending: Ending, result: Json, previous?: number): Move | Promise<Move> {
  const recorded = recordedExit(visit);
  if (recorded !== undefined) return exit(visit, ending, recorded.output, recorded.assignedVariables, previous);
  const output = ending.output(visit, result);
  if (ending.assign === undefined && !(output instanceof Promise))
    return exit(visit, ending, output, undefined, previous);
  return leaveLater(visit, ending, result, output, previous);
}

async function leaveLater(
  visit: Visit,
  ending: Ending,
  result: Json,
  output: Json | Promise<Json>,
  previous: number | undefined,
): Promise<Move> {
  const given = await output;
  return await exit(visit, ending, given, await ending.assign?.(visit, result), previous);
}

function exit(
  visit: Visit,
  ending: Ending,
  output: Json,
  assigned: Json | undefined,
  previous: number | undefined,
): Move | Promise<Move> {
  const { thread } = visit;
  const { quotas } = thread.execution.environment;
  // A state's input was measured when it was somebody's output.
  if (quotas && output !== visit.input && isTooLarge(output)) throw dataLimitExceeded(visit.name);
  if (quotas && assigned !== undefined && isTooLarge(assigned)) throw dataLimitExceeded(visit.name);
  const held = emit(
    thread,
    `${visit.kind}StateExited`,
    assigned === undefined
      ? { name: visit.name, output }
      : { name: visit.name, output, assignedVariables: assigned, assignedVariablesDetails: { truncated: false } },
    previous,
  );
  if (assigned !== undefined) thread.variables = { ...thread.variables, ...(assigned as Variables) };
  const move = { next: ending.next, output };
  return held === undefined ? move : held.then(() => move);
}

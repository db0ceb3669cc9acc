import { isTooLarge } from './quotas.js';
import type { Json, State } from '@flowmap/asl/language';
import { contextObject } from './context.js';
import type { Thread, Variables } from './execution.js';
import type { Scope } from './expression/scope.js';
import { type Template, TemplateError } from './expression/template.js';
import { dataLimitExceeded, ERRORS, StateFailure } from './failure.js';
import { emit } from './history.js';
import type { Move } from './machine/node.js';
import type { Ports } from './ports.js';

/** One entry of a thread into a state, and what the state's expressions see. */
export class Visit implements Scope {
  readonly thread: Thread;
  readonly name: string;
  readonly kind: State['Type'];
  readonly input: Json;
  /** Variables as they were at entry: an assignment shows from the next state on. */
  readonly variables: Variables;
  result: Json | undefined = undefined;
  errorOutput: Json | undefined = undefined;
  /** Retries so far, of all retriers. */
  retries = 0;
  /** Id of the event that entered the state, and of the one before it. */
  readonly entered: number;
  readonly before: number;
  readonly enteredAt: number;

  constructor(thread: Thread, name: string, kind: State['Type'], input: Json, before: number) {
    this.thread = thread;
    this.name = name;
    this.kind = kind;
    this.input = input;
    this.variables = thread.variables;
    this.entered = thread.previous;
    this.before = before;
    this.enteredAt = this.ports.clock.now();
  }

  get ports(): Ports {
    return this.thread.execution.environment.ports;
  }

  context(): Json {
    return contextObject(this);
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

/** Enters a state. */
export async function enter(thread: Thread, name: string, kind: State['Type'], input: Json): Promise<Visit> {
  const before = thread.previous;
  const held = emit(thread, `${kind}StateEntered`, { name, input });
  const visit = new Visit(thread, name, kind, input, before);
  if (held !== undefined) await held;
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
    throw error;
  }
}

/** What shapes the end of a state. */
export interface Ending {
  readonly output: Template | undefined;
  readonly assign: Template | undefined;
  readonly next: string | undefined;
}

/** Leaves a state: Output and Assign are evaluated, `output` is what it gives without an Output of its own. */
export async function leave(visit: Visit, ending: Ending, output: Json, previous?: number): Promise<Move> {
  const { thread } = visit;
  const given = ending.output === undefined ? output : await evaluate(visit, ending.output);
  const assigned = ending.assign === undefined ? undefined : await evaluate(visit, ending.assign);
  const { quotas } = thread.execution.environment;
  // A state's input was measured when it was somebody's output.
  if (quotas && given !== visit.input && isTooLarge(given)) throw dataLimitExceeded(visit.name);
  if (quotas && assigned !== undefined && isTooLarge(assigned)) throw dataLimitExceeded(visit.name);
  const held = emit(
    thread,
    `${visit.kind}StateExited`,
    assigned === undefined
      ? { name: visit.name, output: given }
      : {
          name: visit.name,
          output: given,
          assignedVariables: assigned,
          assignedVariablesDetails: { truncated: false },
        },
    previous,
  );
  if (assigned !== undefined) thread.variables = { ...thread.variables, ...(assigned as Variables) };
  if (held !== undefined) await held;
  return { next: ending.next, output: given };
}

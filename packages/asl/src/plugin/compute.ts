import type { Answer, Diagnostic, Invocation, Json, StepNode, StrategySpec } from '@flowmap/graph';
import type { Expression, TaskState } from '../language/index.js';
import type { ComputeDeployment, DeployPlace } from './deployed.js';
import type { PolicyStatement } from './policy.js';
import type { Target } from './target.js';

/** A field of an invocation in a definition: fixed, or an expression over state data. */
export type Field = { readonly value: Json } | { readonly expression: Expression };

/** A task to be put into a definition. */
export interface TaskCall {
  /** The step that runs, or whose compute runs a handler or a publishing task. */
  readonly step: StepNode;
  /** The fields of the {@link Invocation}. */
  readonly fields: { readonly [name in keyof Invocation]?: Field };
  /** Whether the task runs a range of items. */
  readonly range: boolean;
}

/** A task as states of the language. */
export interface LoweredTask {
  /** Without Next, End, Output, Catch: the compiler writes these, and puts the step's own retry behind the `Retry` here. */
  readonly state: TaskState;
  readonly policies: readonly PolicyStatement[];
  /** A fact of the answer, over `$states.result`. Absent: this compute brings no value back, and a state reads the facts. */
  readonly fact?: (name: string) => Expression;
  /** The number of failed items of a range, over `$states.result`. Absent as `fact` is. */
  readonly failed?: Expression;
  /** Names of errors that say the worker itself died. A range is tried again after these alone, as often as the step says. */
  readonly crashes?: readonly string[];
}

/** All items of an array job as one state of the language. */
export interface LoweredArray {
  /**
   * Without Next, End, Output, Catch: the compiler writes these. Retries, time limit and catch handler of the step are the
   * worker's; what the state says of them is about workers that die.
   */
  readonly state: TaskState;
  readonly policies: readonly PolicyStatement[];
  /**
   * How many items of an array failed, over `$states.errorOutput` of the state and its `$states.input`. It fails where that
   * cannot be read: a failure that nobody counted must not pass for a success.
   */
  readonly failed: Expression;
}

/** An array job as its service would start it. */
export interface ArrayJob {
  /** What every child is told. */
  readonly invocation: Invocation;
  /** How many children there are. */
  readonly size: number;
  /** How often a child is started at most whose worker dies. */
  readonly attempts: number;
}

/**
 * Many runs of one step as one job of the service. They all run to their end, also when one has failed, and as many at once as
 * the service likes.
 */
export interface ComputeArrays {
  /** Most items of one job. */
  readonly most: number;
  /** One job for the items from `from` to `to` in state data, of which there are `size`, at least one. */
  lower(call: TaskCall, size: Expression, target: Target): LoweredArray;
  /** The job inside the arguments that a state of ours sent to the service; undefined for any other. */
  received(resource: string, args: Json): ArrayJob | undefined;
  /** What the service answers to the state machine when every child ended well. */
  succeeded(job: ArrayJob): Json;
  /** What the service tells the state machine when so many children failed. */
  failed(job: ArrayJob, failed: number): { readonly error: string; readonly cause: string };
}

/** Where a step's code runs: to states, and the way back, with which a local run serves any compute. */
export interface Compute extends Pick<StrategySpec, 'kind' | 'apiVersion' | 'options'> {
  /** Whether a task can take the items of a source along, up to 250 KB of them. Without, a state stores them for it. */
  readonly carriesItems?: boolean;
  /** What this compute cannot do for a step. */
  check?(step: StepNode): readonly Diagnostic[];
  task(call: TaskCall, target: Target): LoweredTask;
  /** Array jobs. Absent: this compute has none. */
  readonly array?: ComputeArrays;
  /** The invocation inside the arguments that a state of ours sent to a service; undefined for a state of somebody else. */
  received(resource: string, args: Json): Invocation | undefined;
  /** What the service answers to the state machine when the task gave this answer. */
  answered(answer: Answer, invocation: Invocation): Json;
  /** What the service tells the state machine when the task threw. */
  failed(
    error: { readonly name: string; readonly message: string; readonly stack?: string },
    invocation: Invocation,
  ): {
    readonly error: string;
    readonly cause: string;
  };
  /**
   * What the steps that run here need in the account: functions, job definitions. Their names are those that the definition says.
   * Absent: whoever uses this compute puts it there.
   */
  deploys?(steps: readonly StepNode[], place: DeployPlace, target: Target): ComputeDeployment;
}

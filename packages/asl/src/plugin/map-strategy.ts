import type { Diagnostic, ForeachNode, StepNode, StrategySpec } from '@flowmap/graph';
import type { Expression, States, TaskState, Template } from '../language/index.js';
import type { Compute } from './compute.js';
import type { AslFragment } from './fragment.js';
import type { PolicyStatement } from './policy.js';
import type { Target } from './target.js';

/**
 * How a foreach becomes states. A strategy is a factory that returns a plain object, passed as a value. The engine
 * interprets what `lower` emits, so a strategy needs no second, local implementation.
 *
 * What every strategy keeps: the compiler's exits make the next state see the foreach's input; `child` carries the root
 * run, the index path and the facts of outer scopes; `count` fails when the cardinality is missing; the children answer
 * with their number of failed items, and an exit sums them.
 */
export interface MapStrategy extends StrategySpec {
  /** What this strategy cannot do, told before anything is emitted. */
  check?(foreach: ForeachNode, view: MapView): readonly Diagnostic[];
  /** The states of this foreach, with their policies. */
  lower(foreach: ForeachNode, context: MapContext): AslFragment;
  /** What a run would use. Counts only; prices are elsewhere. */
  estimate?(foreach: ForeachNode, load: Load): Usage;
}

/** What a strategy may know before it emits. */
export interface MapView {
  readonly target: Target;
  /** The body's step where the body is one step and nothing else: a worker can then run a range of items. */
  readonly single: { readonly step: StepNode; readonly compute: Compute } | undefined;
  /** What one run of the body uses, the least that is known: inner foreachs and retries count as empty. */
  readonly body: Usage;
}

/** What a strategy emits with. */
export interface MapContext extends MapView {
  /** A state name that is unique in the machine: the foreach's own without a role, `perChunk.role` with one. */
  name(role?: string): string;
  /** A Label: at most 40 characters, unique in the machine. */
  label(): string;
  /** The number of items, as an expression for the Map's own fields. It fails by name where the count is missing. */
  count(): Expression;
  /**
   * How many items may fail, as an expression for the Map's own fields. Undefined: the foreach tolerates none, and a
   * child whose item fails must fail itself.
   */
  tolerated(): Expression | undefined;
  /** The complete ItemSelector for a child that runs an item or a range. */
  child(entry: Entry): { readonly [name: string]: Template };
  /**
   * The states of a child, closed: its last state answers with the number of its failed items. Lowered anew at each call.
   * `range` is to be had only where `single` is: the worker then runs the items itself.
   */
  body(entry: Entry['kind']): ChildStates;
  /** The single step's task as an array job over a range, where its compute has arrays. */
  array?(entry: Entry & { readonly kind: 'range' }): {
    readonly state: TaskState;
    readonly policies: readonly PolicyStatement[];
  };
  /** The same foreach under other state names and labels, so that two strategies can be emitted side by side. */
  variant(tag: string): MapContext;
}

/** What one child runs, in expressions that the ItemSelector can evaluate. */
export type Entry =
  | { readonly kind: 'item'; readonly index: Expression }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression };

/** The inside of an ItemProcessor. */
export interface ChildStates {
  readonly StartAt: string;
  readonly States: States;
  readonly policies: readonly PolicyStatement[];
}

/** A number of items, and what one run of the body uses. */
export interface Load {
  readonly items: number;
  readonly body: Usage;
}

/** What running states takes. Counts without money. */
export interface Usage {
  /** History events in the execution that holds the states. */
  readonly events: number;
  /** State transitions, those of child executions included. */
  readonly transitions: number;
  readonly executions: number;
  readonly mapRuns: number;
  /** Requests by API: `dynamodb:PutItem`, `lambda:Invoke`. */
  readonly requests: { readonly [api: string]: number };
}

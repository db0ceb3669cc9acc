import type { Diagnostic, ForeachNode, StepNode, StrategySpec } from '@flowmap/graph';
import type { Expression, States, Template } from '../language/index.js';
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
 * with the number of their items that ended well, an exit sums them, and the compiler compares the sum with the tolerance.
 */
export interface MapStrategy extends StrategySpec {
  /** What this strategy cannot do, told before anything is emitted. */
  check?(foreach: ForeachNode, view: MapView): readonly Diagnostic[];
  /** The states of this foreach, with their policies. */
  lower(foreach: ForeachNode, context: MapContext): AslFragment;
}

/** What a strategy may know before it emits. */
export interface MapView {
  readonly target: Target;
  /** The body's step where the body is one step and nothing else: a worker can then run a range of items. */
  readonly single: { readonly step: StepNode; readonly compute: Compute } | undefined;
  /** What one run of the body uses, the least that is known: inner foreachs and retries count as empty. */
  readonly usage: Usage;
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
   * The states of a child, closed: its last state answers with the number of its items that ended well. Lowered anew at each
   * call. `range` is to be had only where `single` is: the worker then runs the items itself.
   *
   * `failing` says what a failed item does in a foreach that tolerates some: `answers` (default) makes the child answer
   * without it, for a Map that cannot lose a child; `fails` makes the child fail, for a Map that tolerates lost
   * children and stops early when nearly all are lost; a range then fails when all of its items did.
   */
  body(entry: Entry['kind'], failing?: 'answers' | 'fails'): ChildStates;
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

import type { Diagnostic, ForeachNode, StepNode, StrategySpec } from '@flowmap/graph';
import type { Expression, States, Template } from '../language/index.js';
import type { Compute } from './compute.js';
import type { ExpressFit } from './express-fit.js';
import type { AslFragment } from './fragment.js';
import type { PolicyStatement } from './policy.js';
import type { Target } from './target.js';
import type { Usage } from './usage.js';

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
  /**
   * What the states of `lower` take for so many items, when nothing fails: counts, no money. Undefined where that cannot be
   * said. A forecast calls a strategy without it unknown by name, since how many children a Map has is an expression.
   */
  estimate?(foreach: ForeachNode, load: Load): Usage | undefined;
  /** The strategies that it decides between or is made of. They are checked as it is. */
  readonly parts?: readonly MapStrategy[];
}

/** What a strategy may know before it emits. */
export interface MapView {
  readonly target: Target;
  /** The body's step where the body is one step and nothing else: a worker can then run a range of items. */
  readonly single: { readonly step: StepNode; readonly compute: Compute } | undefined;
  /** What one run of the body uses, the least that is known: inner foreachs and retries count as empty. */
  readonly usage: Usage;
  /** How one run of the body gets on with EXPRESS executions. Worked out when it is asked for. */
  readonly express: ExpressFit;
  /** The number of items, where somebody said it beforehand: then `check` also tells what must fail with so many. */
  readonly items?: number;
}

/** What a strategy estimates with. The methods count the states that strategies are made of as the service counts them. */
export interface Load extends MapView {
  readonly items: number;
  /** What one run of the body takes for one item, the foreachs in it included. */
  item(): Usage;
  /** What a task takes that runs so many items by itself. To be had only where `single` is. */
  range(items: number): Usage;
  /** An inline Map over so many items, `each` of which takes so much. */
  inlineMap(items: number, each: Usage): Usage;
  /** A distributed Map with child executions. Without any of them it still is a Map Run. */
  distributedMap(children: readonly Children[], options?: { readonly express?: boolean }): Usage;
  /** A Choice that leads to states which take so much. */
  choice(then: Usage): Usage;
}

/** Child executions of one Map Run that are alike. */
export interface Children {
  /** How many. */
  readonly count: number;
  /** What the states of each take. */
  readonly each: Usage;
  /** The items of each: the number that it answers with. */
  readonly items: number;
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
  /**
   * How many items may run at once, as an expression for fields of the foreach's own states and of the states around its bodies
   * in a child; a number where the author wrote one. Undefined: no limit.
   */
  concurrency(): Expression | undefined;
  /** The complete ItemSelector for a child that runs an item or a range. */
  child(entry: Entry): { readonly [name: string]: Template };
  /**
   * The states of a child, closed. Lowered anew at each call. `range` is to be had only where `single` is: the worker then
   * runs the items itself.
   */
  body(entry: Entry['kind'], options?: BodyOptions): ChildStates;
  /** The same foreach under other state names and labels, so that two strategies can be emitted side by side. */
  variant(tag: string): MapContext;
}

/** How a child ends. */
export interface BodyOptions {
  /**
   * What a failed item does in a foreach that tolerates some. `answers` (default): the child answers without it, for a Map
   * that cannot lose a child. `fails`: the child fails, for a Map that tolerates lost children and stops early when nearly all
   * are lost; a range then fails when all of its items did.
   */
  readonly failing?: 'answers' | 'fails';
  /**
   * What the child's last state gives. `number` (default): how many of its items ended well. `record`: that number with the root
   * run and the number of its items, `{ run, items, ok }`, for a Map whose results go to files.
   */
  readonly answer?: 'number' | 'record';
  /**
   * For a range in a child that has so many seconds and no more, as an EXPRESS one has: what has not ended by then counts as failed,
   * and the child still answers. Default: the worker is asked again until the range is complete.
   */
  readonly within?: number;
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

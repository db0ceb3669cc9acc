import type { Diagnostic, ForeachNode, ItemSource, StepNode, StrategySpec } from '@flowmap/graph';
import type { Expression, MapState, States, Template } from '../language/index.js';
import type { Compute } from './compute.js';
import type { ExpressFit } from './express-fit.js';
import type { AslFragment, Exit, Passage } from './fragment.js';
import type { PolicyStatement } from './policy.js';
import type { SourceStates } from './source.js';
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
  /** Where the items are no list of the flow: what the service itself reads. Nobody knows their number before. */
  readonly source?: ItemSource;
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
  /** What an array job of so many items takes. To be had only where `single` is and its compute has arrays. */
  array(items: number): Usage;
  /** An inline Map over so many items, `each` of which takes so much. */
  inlineMap(items: number, each: Usage): Usage;
  /** An inline Map whose iterations run several items each. */
  inlineMapOver(iterations: readonly Children[]): Usage;
  /** A distributed Map with child executions. Without any of them it still is a Map Run. */
  distributedMap(children: readonly Children[], options?: MapRunOptions): Usage;
  /** What the states of {@link MapContext.settle} take; `files` is how many files of results there are. */
  settle(files: number): Usage;
  /** A Task that calls an API, as a Resource names it: `aws-sdk:s3:getObject`. */
  call(api: string): Usage;
  /** A Pass. */
  pass(): Usage;
  /** Things one after the other in one execution. */
  inTurn(...usages: readonly Usage[]): Usage;
  /** A Choice that leads to states which take so much. */
  choice(then: Usage): Usage;
}

/** How a Map Run is set up. */
export interface MapRunOptions {
  readonly express?: boolean;
  /** Whether a result writer takes the children's answers, with all its children in one file. Else the state does. */
  readonly written?: boolean;
  /** Whether the items are read from an object. */
  readonly read?: boolean;
}

/** Child executions of one Map Run, or iterations of one inline Map, that are alike. */
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
  /** A Label: at most 40 characters, unique in the machine. With a role another one: `perChunk-role`. */
  label(role?: string): string;
  /**
   * The number of items, as an expression for the Map's own fields. It fails by name where the count is missing. Throws
   * `COUNT_MISSING` for a source.
   */
  count(): Expression;
  /** What a distributed Map over a source is made of. To be had only where `source` is. */
  sourceStates(): SourceStates;
  /**
   * How many items may fail, as an expression for the Map's own fields. Undefined: the foreach tolerates none, and a
   * child whose item fails must fail itself.
   */
  tolerated(): Expression | undefined;
  /**
   * How many items may run at once, as an expression for fields of the foreach's own states and of the states around its bodies
   * in a child; a number where the author wrote one. Undefined: no limit.
   *
   * @param data where state data is. Default: the state's input; in a child over a batch of a source it is in `BatchInput`.
   */
  concurrency(data?: Expression): Expression | undefined;
  /** The complete ItemSelector for a child that runs an item, a range or an array. */
  child(entry: Entry): { readonly [name: string]: Template };
  /**
   * The states of a child, closed. Lowered anew at each call. `range` is to be had only where `single` is: the worker then
   * runs the items itself. `array` only where the compute of `single` has arrays: the service then runs each by itself. Of a
   * source, `range` expects what an ItemBatcher gives, and `given` or `item` what `child` gives.
   */
  body(entry: Entry['kind'], options?: BodyOptions): ChildStates;
  /**
   * Keys in the bucket of artifacts for what states keep of this foreach: `<deployment>/<run>/<area>/<foreach>`, and the index path
   * inside other foreachs; without a slash at the end. Areas begin with `_`. `any` is the same for any run and index path, in the
   * wildcards of a policy.
   */
  prefix(area: string): { readonly key: Expression; readonly any: string };
  /**
   * A task of ours that counts, from the files of a result writer with COMPACT and JSONL whose children answer with records, how many
   * items ended well. It fails by itself where more failed than the foreach tolerates.
   *
   * @param writer over `$states.input`: where the manifest is, `{ Bucket, Key }`. The bucket is that of the artifacts.
   */
  settle(writer: Expression): Settling;
  /** The same for a source: it counts the items too, and ends the foreach. With an empty `Key` there was nothing to read. */
  settleSource(writer: Expression): SourceSettling;
  /** The tolerance as fields of a Map whose service counts failed items: with an ItemBatcher, all of a failed child. */
  tolerance(): Pick<MapState, 'ToleratedFailureCount' | 'ToleratedFailurePercentage'>;
  /** The same foreach under other state names and labels, so that two strategies can be emitted side by side. */
  variant(tag: string): MapContext;
}

/** What settles a foreach. Its states keep their input and add a field to it. */
export interface Settling extends Passage {
  /** How many items ended well, over `$states.input` behind it. */
  readonly succeeded: Expression;
}

/** What settles a foreach over a source. */
export interface SourceSettling {
  readonly start: string;
  readonly states: States;
  readonly exit: Exit;
  readonly policies: readonly PolicyStatement[];
}

/** How a child ends. */
export interface BodyOptions {
  /**
   * What a failed item does in a foreach that tolerates some. `answers` (default): the child answers without it, for a Map
   * that cannot lose a child. `fails`: the child fails, for a Map that tolerates lost children and stops early when nearly all
   * are lost; a range or an array then fails when all of its items did.
   */
  readonly failing?: 'answers' | 'fails';
  /**
   * What the child's last state gives. `number` (default): how many of its items ended well. `record`: that number with the root
   * run and the number of its items, `{ run, items, ok }`, for a Map whose results go to files. It asks for `fails` where the
   * foreach tolerates failures: of an item that failed there is no state data to make a record of.
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
  | { readonly kind: 'range' | 'array'; readonly from: Expression; readonly to: Expression }
  /** An item of a source: what the reader gives to a Map over the source, or one of a batch in a Map over that. */
  | { readonly kind: 'given'; readonly by: 'reader' | 'batch' };

/** The inside of an ItemProcessor. */
export interface ChildStates {
  readonly StartAt: string;
  readonly States: States;
  readonly policies: readonly PolicyStatement[];
}

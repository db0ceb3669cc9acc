import type { Resources, Retry, SecretReference, StrategySpec, Tolerance } from '@flowmap/graph';
import type { Collection } from './collection.js';
import type { Duration } from './duration.js';
import type { AnyNode } from './node.js';
import type { Inputs, Ref } from './ref.js';
import type { Source } from './s3.js';

/** How a step runs, but for the values in its environment. */
export interface StepSettings {
  /** What a step needs to run. */
  readonly resources?: Resources;
  /** How often a step is tried. Default: once. */
  readonly retry?: Retry;
  /** Upper bound of one attempt. Default: none of ours; the service's own limit holds. */
  readonly timeout?: Duration;
}

/** How a step runs. A flow may say it for all its steps; a step's own fields then win, one by one. */
export interface StepDefaults extends StepSettings, StepEnvironment<string> {}

/** Values by the names under which a step's code receives them as `env`. */
export interface StepEnvironment<E extends string> {
  /** Values that are part of the code: what is secret stands under `secrets`. */
  readonly env?: { readonly [name in E]?: string };
  /** Values that are fetched when a task begins: made by `secret` and `ssmParameter`. */
  readonly secrets?: { readonly [name in E]?: SecretReference };
}

/** The options of a step. */
export interface StepOptions<I extends Inputs> extends StepSettings {
  /** The values that the step's code receives. What is not declared here is not there: capture no handles. */
  readonly in?: I;
  /** Nodes of the same scope that must have ended first, beside those whose output is used. */
  readonly after?: readonly AnyNode[];
}

/** The options of a step that names no values itself. Only then the types of its code need none of that. */
export interface PlainStepOptions<I extends Inputs> extends StepOptions<I> {
  readonly env?: never;
  readonly secrets?: never;
}

/**
 * How many items of a foreach may fail: a number of items, a share of them (0 to 100), or both. Each is a number or the handle of
 * a parameter that is one: `tolerate: { percentage: input.share }`.
 */
export type Tolerable = Tolerance<number | Ref<number>>;

/** The options of a foreach: what it means. How it becomes states is its strategy's. */
export interface ForeachOptions<T, X extends Tolerable | undefined> {
  /** The handle of a list, of what `list` made, of another foreach's results, or a source that the service reads: `s3.csv({ ... })`. */
  readonly items: Ref<readonly T[] | Collection<T>> | Source<T>;
  /** How many items may fail. With it, each result is a `Settled`. */
  readonly tolerate?: X;
  /** How many items run at once: a number, or the handle of a parameter that is one. Default: what the strategy allows. */
  readonly concurrency?: number | Ref<number>;
  /** How the foreach becomes states. Default: the flag, then the configuration, then inline. */
  readonly strategy?: StrategySpec;
  /** Nodes of the same scope that must have ended first. */
  readonly after?: readonly AnyNode[];
}

/** What a foreach can run over: the handle of a list, of another foreach's results, or a source. */
export type Items<T> = ForeachOptions<T, undefined>['items'];

/** The options of a choose. */
export interface ChooseOptions<K extends string> {
  /** The handle of the key. */
  readonly by: Ref<K>;
  /** Nodes of the same scope that must have ended first. */
  readonly after?: readonly AnyNode[];
}

import type { Environment, TaskContext } from './context.js';
import type { AnyNode, Joined, Node, Step } from './node.js';
import type {
  ChooseOptions,
  ForeachOptions,
  PlainStepOptions,
  StepEnvironment,
  StepOptions,
  Tolerable,
} from './options.js';
import type { Inputs, Lifted, Ref, Resolved } from './ref.js';
import type { CaseSteps, Scoped } from './steps.js';

/** No declared inputs. */
export type NoInputs = { readonly [none in never]: never };

/** One case of a choose: what runs when the key is the case's. */
export type Case<P> = (scope: Scope<P>) => AnyNode;

/** The cases of a choose: each key of a closed set; any keys and `otherwise` for an open string. */
export type Cases<P, K extends string> = string extends K
  ? { readonly [key: string]: Case<P>; readonly otherwise: Case<P> }
  : { readonly [key in K]: Case<P> };

/** The type of what one of several cases puts out. */
export type CaseOutput<C> = C extends (scope: never) => { readonly out: Ref<infer O> } ? O : never;

/** What can be defined inside a flow, an item's body or a case. Its functions need no `this`: take them apart freely. */
export interface Scope<P> {
  /** The handles of the parameters, where a handle is wanted: `items: input.shards`. */
  readonly input: { readonly [K in keyof P]-?: Lifted<P[K]> };

  /** Defines a step: a unit of code, run as a task. */
  step<O, N extends string>(
    this: void,
    name: N,
    run: (context: TaskContext<P, NoInputs>) => O | Promise<O>,
  ): Step<O, P, NoInputs, N>;
  step<O, N extends string, const I extends Inputs = NoInputs>(
    this: void,
    name: N,
    options: PlainStepOptions<I>,
    run: (context: TaskContext<P, Resolved<I>>) => O | Promise<O>,
  ): Step<O, P, I, N>;
  step<O, N extends string, E extends string, const I extends Inputs = NoInputs>(
    this: void,
    name: N,
    options: StepOptions<I> & StepEnvironment<E>,
    run: (context: TaskContext<P, Resolved<I>> & Environment<E>) => O | Promise<O>,
  ): Step<O, P, I, N, E>;

  /** Runs a body once for each item of a list. The node that the body returns gives each item's result. */
  foreach<T, B extends AnyNode, N extends string, X extends Tolerable | undefined = undefined>(
    this: void,
    name: N,
    options: ForeachOptions<T, X>,
    body: (item: Lifted<T>, scope: Scope<P>) => B,
  ): Joined<B, X, N>;

  /** Runs one of several bodies, by a key that is known when the flow runs. */
  choose<K extends string, N extends string, const C extends Cases<P, K>>(
    this: void,
    name: N,
    by: Ref<K> | ChooseOptions<K>,
    cases: C,
  ): Node<CaseOutput<C[keyof C]>, Scoped<N, CaseSteps<C>>>;
}

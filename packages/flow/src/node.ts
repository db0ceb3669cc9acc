import type { NodeId } from '@flowmap/graph';
import type { Collection, Settled } from './collection.js';
import type { Environment, Failure, TaskContext } from './context.js';
import type { Inputs, Lifted, Ref, Resolved, VALUE } from './ref.js';
import type { Scoped, StepEntry, STEPS } from './steps.js';

/** Any node of a flow: a step, a foreach, a choose. */
export interface AnyNode {
  /** The node's id: its name and the names of the scopes around it, `perShard/fit`. */
  readonly name: NodeId;
  /** The handle of its output. */
  readonly out: Ref<unknown>;
}

/** A node whose output is an `O`, with the steps `S`. */
export interface Node<O, S = unknown> extends AnyNode {
  readonly out: Lifted<O>;
  readonly [STEPS]?: S;
}

/** A step with the name `N` whose output is an `O`. Its code receives the parameters `P`, the inputs `I` and the values `E`. */
export interface Step<O, P, I extends Inputs, N = string, E extends string = never> extends AnyNode {
  readonly out: Lifted<O>;
  readonly [STEPS]?: StepEntry<N, O>;
  /**
   * Gives the step a handler that runs when every attempt has failed. Its output then stands for the step's. Use the node
   * that it returns: its type knows both.
   */
  catch<F, H extends string>(
    name: H,
    run: (context: TaskContext<P, Resolved<I>> & Environment<E> & Failure) => F | Promise<F>,
  ): Node<O | F, StepEntry<N, O> | StepEntry<H, F>>;
}

/** The type of a node's output. */
export type Output<N> = N extends { readonly out: Ref<infer O> } ? O : undefined;

/** A foreach with the name `N` whose body gives a `B`. With a tolerance `X` its results are settled. */
export interface Joined<B extends AnyNode, X = undefined, N = string> extends AnyNode {
  readonly out: Ref<Collection<[X] extends [undefined] ? B['out'][typeof VALUE] : Settled<B['out'][typeof VALUE]>>>;
  readonly [STEPS]?: Scoped<N, B>;
}

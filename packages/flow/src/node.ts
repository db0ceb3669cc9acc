import type { NodeId } from '@flowmap/graph';
import type { Collection } from './collection.js';
import type { Failure } from './context.js';
import type { Lifted, Ref } from './ref.js';

/** Any node of a flow: a step, a foreach, a choose. */
export interface AnyNode {
  /** The node's id: its name and the names of the scopes around it, `perShard/fit`. */
  readonly name: NodeId;
  /** The handle of its output. */
  readonly out: Ref<unknown>;
}

/** A node whose output is an `O`. */
export interface Node<O> extends AnyNode {
  readonly out: Lifted<O>;
}

/** A step whose output is an `O` and whose code receives a `C`. */
export interface Step<O, C> extends Node<O> {
  /**
   * Gives the step a handler that runs when every attempt has failed. Its output then stands for the step's. Use the node
   * that it returns: its type knows both.
   */
  catch<F>(name: string, run: (context: C & Failure) => F | Promise<F>): Node<O | F>;
}

/** The type of a node's output. */
export type Output<N> = N extends { readonly out: Ref<infer O> } ? O : undefined;

/** A foreach whose items give a `T` each. */
export interface Joined<T> extends AnyNode {
  readonly out: Ref<Collection<T>>;
}

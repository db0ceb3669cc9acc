/** Marks the type of the value that a handle or a parameter stands for. There is no such property at run time. */
export declare const VALUE: unique symbol;

/** A value that the flow names before it exists: a step's output, an item, a parameter. */
export interface Ref<out T> {
  readonly [VALUE]: T;
}

/** Values without parts of their own that a handle could name: scalars, dates, lists, maps, sets, collections, bytes, code. */
type Leaf =
  | string
  | number
  | boolean
  | bigint
  | null
  | undefined
  | Date
  | { readonly [Symbol.iterator]: unknown }
  | { readonly [Symbol.asyncIterator]: unknown }
  | ArrayBuffer
  | ArrayBufferView
  | ((...args: never) => unknown);

/** The handle of a `T`: it can be passed on whole, and so can each property: `start.out.chunks`. */
export type Lifted<T> = Ref<T> &
  (unknown extends T ? unknown : T extends Leaf ? unknown : { readonly [K in keyof T]-?: Lifted<T[K]> });

/** Named handles: the declared inputs of a step. */
export interface Inputs {
  readonly [name: string]: Ref<unknown>;
}

/** The values behind named handles, as the step's code receives them. */
export type Resolved<I extends Inputs> = { readonly [K in keyof I]: I[K][typeof VALUE] };

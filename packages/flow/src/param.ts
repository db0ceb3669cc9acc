import type { Json, ParamSpec } from '@flowmap/graph';
import type { VALUE } from './ref.js';

/** A parameter of a flow whose values are `T`s. */
export interface Param<out T> {
  readonly spec: ParamSpec;
  readonly [VALUE]?: T;
}

/** The parameters of a flow whose steps receive a `P`. */
export type Params<P> = { readonly [K in keyof P]: Param<P[K]> };

/** What every parameter may say. Without a default it is required. */
export interface ParamOptions<T> {
  readonly default?: T;
  /** Shown in the flow's help. */
  readonly description?: string;
}

/** Makes the parameters of a flow: `params: { year: param.integer({ default: 2024 }) }`. */
export const param: {
  string(options?: ParamOptions<string>): Param<string>;
  number(options?: ParamOptions<number>): Param<number>;
  /** A whole number. */
  integer(options?: ParamOptions<number>): Param<number>;
  boolean(options?: ParamOptions<boolean>): Param<boolean>;
  /** One of the given strings. */
  enum<const V extends string>(values: readonly V[], options?: ParamOptions<NoInfer<V>>): Param<V>;
  /** Anything that JSON can hold. That a value has the type `T` is not checked. */
  json<T>(options?: ParamOptions<T & Json>): Param<T>;
} = {
  string: (options) => ({ spec: { ...options, type: 'string' } }),
  number: (options) => ({ spec: { ...options, type: 'number' } }),
  integer: (options) => ({ spec: { ...options, type: 'integer' } }),
  boolean: (options) => ({ spec: { ...options, type: 'boolean' } }),
  enum: (values, options) => ({ spec: { ...options, type: 'enum', values } }),
  json: (options) => ({ spec: { ...options, type: 'json' } }),
};

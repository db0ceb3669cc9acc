import type { NodeId } from '@flowmap/graph';
import type { AnyNode } from './node.js';

/** Marks the types of the steps of a node or of a flow. There is no such property at run time. */
export declare const STEPS: unique symbol;
declare const NAME: unique symbol;

/** Where a node keeps which others `withSteps` named. Shared by all copies of this package, since a bundle may hold several. */
const LISTED = Symbol.for('@flowmap/listed');

/**
 * A name in a type that does not decide what can be assigned to what: a variable that holds one step can take another one, whatever it
 * is called. So nothing in it mentions the name; the compiler finds it in the argument of the type.
 */
export interface Named<_Name> {
  readonly [NAME]?: unknown;
}

/** A step or a catch handler, in a type: its path, and what it puts out. */
export type StepEntry<Path = unknown, O = unknown> = readonly [Named<Path>, O];

/** What a node has its steps in, in a type: the body of a foreach, a case. */
export interface Scoped<Name, Inner> {
  readonly scope: Named<Name>;
  readonly inner: Inner;
}

/** The nodes that `withSteps` named, in a type. */
export interface Listing<M> {
  readonly listed: M;
}

/** The steps that are known of a node, by their paths: itself, or those in it. None of a node that says nothing. */
type EntriesOf<N> = N extends { readonly [STEPS]?: infer S } ? EntriesIn<S> : never;

type EntriesIn<S> =
  S extends Scoped<infer Name extends string, infer Inner>
    ? Below<Name, EntriesOf<Inner>>
    : S extends Listing<infer M>
      ? EntriesOf<M>
      : S extends StepEntry<string>
        ? S
        : never;

type Below<Name extends string, E> =
  E extends StepEntry<infer Path extends string, infer O> ? StepEntry<`${Name}/${Path}`, O> : never;

/** What steps put out, by their paths: `{ start: ...; 'perChunk/summarise': ... }`. */
type Outputs<E> = {
  readonly [One in E as One extends StepEntry<infer Path extends string> ? Path : never]: One extends StepEntry<
    unknown,
    infer O
  >
    ? O
    : never;
};

/** Steps of which nothing is known. */
export interface AnySteps {
  readonly [path: string]: unknown;
}

/**
 * What the steps of a flow put out whose builder returns an `N`, by their paths. Only `withSteps` says which steps there are; without it
 * there may be others, of which nothing is known.
 */
export type FlowSteps<N> = N extends { readonly [STEPS]?: Listing<unknown> }
  ? Outputs<EntriesOf<N>>
  : Outputs<EntriesOf<N>> & AnySteps;

/** The cases of a choose as what it has its steps in. */
export type CaseSteps<C> = { [K in keyof C]: CaseScope<K, C[K]> }[keyof C];

interface CaseScope<K, F> {
  readonly [STEPS]?: Scoped<Segment<K>, F extends (scope: never) => infer N ? N : never>;
}

type Letter = 'abcdefghijklmnopqrstuvwxyz' extends infer All extends string ? CharactersOf<All> : never;
type CharactersOf<Text extends string> = Text extends `${infer One}${infer Rest}` ? One | CharactersOf<Rest> : never;

/** The key of a case as a part of ids, as `choose` makes it; but for keys that are cut off. */
type Segment<K> = K extends `${infer First}${string}`
  ? Lowercase<First> extends Letter
    ? Legal<K>
    : `case_${Legal<K>}`
  : 'case_';

type Legal<Text extends string> = Text extends `${infer One}${infer Rest}`
  ? `${Lowercase<One> extends Letter | CharactersOf<'0123456789_-'> ? One : '_'}${Legal<Rest>}`
  : '';

/** The node `B`, with the steps of the nodes `M` beside its own. */
export interface Listed<B extends AnyNode, M extends AnyNode> extends AnyNode {
  readonly out: B['out'];
  readonly [STEPS]?: Listing<B | M>;
}

/**
 * Gives back a node, to be returned from a builder or a body, and says which other nodes there are beside it. The graph is the same:
 * but whoever reads the runs of the flow finds all of these steps by their paths, each with the type of its output, and a path that is
 * none of them does not compile. Without it only the node that is returned is known. What a flow leaves out is the warning `FLOW1114`.
 *
 * @example
 * export default flow({ name: 'flight-delays' }, ({ step }) => {
 *   const start = step('start', () => ({ rows: 3 }));
 *   const report = step('report', { in: { rows: start.out.rows } }, ({ in: { rows } }) => `${rows} rows`);
 *   return withSteps(report, start);
 * });
 */
export function withSteps<B extends AnyNode, const M extends readonly AnyNode[]>(
  result: B,
  ...others: M
): Listed<B, M[number]> {
  const nodes: readonly AnyNode[] = [result, ...others];
  const listed = nodes.flatMap((node) => [node.name, ...(listedOf(node) ?? [])]);
  return Object.assign({ name: result.name, out: result.out }, { [LISTED]: listed });
}

/** The ids of the nodes that `withSteps` named; undefined for a node that it did not give. */
export function listedOf(node: unknown): readonly NodeId[] | undefined {
  return (node as { readonly [LISTED]?: readonly NodeId[] } | undefined)?.[LISTED];
}

import type { Scope } from '../scope.js';

/** What is looked at of the library's syntax tree. */
export interface SyntaxNode {
  readonly type: string;
  readonly value?: unknown;
  readonly steps?: readonly SyntaxNode[];
  readonly expressions?: readonly SyntaxNode[];
  readonly arguments?: readonly SyntaxNode[];
  readonly procedure?: SyntaxNode;
  readonly condition?: SyntaxNode;
  readonly then?: SyntaxNode;
  readonly else?: SyntaxNode;
  /** A node, or the pairs of an object. */
  readonly lhs?: SyntaxNode | readonly (readonly SyntaxNode[])[] | readonly SyntaxNode[];
  readonly rhs?: SyntaxNode;
}

/** Says that a value needs the library after all. */
export const LIBRARY: unique symbol = Symbol('library');

/** An expression that is computed without the library: its value, undefined for nothing, or LIBRARY. */
export type Direct = (scope: Scope) => unknown;

/** Whether a node has no more than these properties: a predicate or a grouping would change its meaning. */
export function onlyHas(node: SyntaxNode, keys: readonly string[]): boolean {
  return Object.entries(node).every(
    ([key, value]) => value === undefined || key === 'type' || key === 'position' || keys.includes(key),
  );
}

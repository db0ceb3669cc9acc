import type { Json } from '../types.js';

/** What a path begins with: the data (`$`), the context object (`$$`), or a variable by its name. */
export type PathRoot = '$' | '$$' | { readonly variable: string };

/** A parsed JSONPath of the service's dialect. */
export interface PathTree {
  readonly root: PathRoot;
  readonly segments: readonly PathSegment[];
}

/** One step of a path. */
export type PathSegment =
  /** `.a`, `['a']`, or `['a','b']`: the fields with these names. `looksCalled`: as `.length()`, which is a name too. */
  | { readonly kind: 'names'; readonly names: readonly string[]; readonly looksCalled?: true }
  /** `[0]`, `[-1]` or `[0,2]`: the elements at these positions, from the end where negative. */
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  /** `[1:3]`, `[:2]`, `[-2:]`, `[::2]`. */
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly step?: number }
  /** `.*` or `[*]`. */
  | { readonly kind: 'all' }
  /** `[?(@.a == 1)]`. */
  | { readonly kind: 'filter'; readonly condition: PathCondition }
  /** `..`: the next segment applies at every depth. */
  | { readonly kind: 'descend' };

/** What a filter demands of an element. */
export type PathCondition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly PathCondition[] }
  | { readonly kind: 'not'; readonly condition: PathCondition }
  /** There is something at a path from the element. */
  | { readonly kind: 'exists'; readonly path: readonly PathSegment[] }
  | {
      readonly kind: 'compare';
      readonly operator: PathOperator;
      readonly left: PathOperand;
      readonly right: PathOperand;
    };

/** How a filter compares. */
export type PathOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** One side of a comparison: a path from the element (`@`), or a value. */
export type PathOperand =
  { readonly kind: 'path'; readonly path: readonly PathSegment[] } | { readonly kind: 'value'; readonly value: Json };

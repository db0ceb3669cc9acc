import type { Json } from '@flowmap/asl/language';
import type { Scope } from '../../src/expression/scope.js';
import { ports } from '../ports.js';

/** What is seen from a place in a state: the data as `$`, the context as `$$`, and variables. */
export function scopeOf(root: Json, context: Json = {}, variables: Readonly<Record<string, Json>> = {}): Scope {
  return {
    root,
    input: root,
    result: undefined,
    errorOutput: undefined,
    variables,
    ports: ports(() => null),
    context: () => context,
  };
}

import type { Tolerance } from '@flowmap/graph';
import type { Expression } from '../language/index.js';

/** How many of `count` items may fail, as an expression. A share is rounded down; of two bounds the smaller holds. */
export function toleratedItems(tolerate: Tolerance, count: Expression): Expression {
  const share = tolerate.percentage === undefined ? undefined : `$floor(${count} * ${tolerate.percentage} / 100)`;
  if (share === undefined) return String(tolerate.count ?? 0);
  return tolerate.count === undefined ? share : `$min([${tolerate.count}, ${share}])`;
}

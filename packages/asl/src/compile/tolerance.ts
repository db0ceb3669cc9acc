import type { NodeId, Tolerance } from '@flowmap/graph';
import type { Expression } from '../language/index.js';
import { literal } from './expression.js';

/** How many of `count` items may fail, as an expression. A share is rounded down; of two bounds the smaller holds. */
export function toleratedItems(tolerate: Tolerance, count: Expression): Expression {
  const share = tolerate.percentage === undefined ? undefined : `$floor(${count} * ${tolerate.percentage} / 100)`;
  if (share === undefined) return String(tolerate.count ?? 0);
  return tolerate.count === undefined ? share : `$min([${tolerate.count}, ${share}])`;
}

/**
 * An expression that fails when more items are lost than are tolerated, and gives `otherwise` when not: exactly, whatever the batch.
 * `lost` and `otherwise` may use `$n`, the count, and the latter `$lost` too.
 */
export function failAbove(
  foreach: NodeId,
  tolerate: Tolerance,
  { count, lost }: { readonly count: Expression; readonly lost: Expression },
  otherwise: Expression,
): Expression {
  const message = `${literal(`${foreach}: `)} & $lost & ' of ' & $n & ' items failed, ' & $may & ' tolerated'`;
  const bind = `$n := ${count}; $lost := ${lost}; $may := ${toleratedItems(tolerate, '$n')}`;
  return `( ${bind}; $lost > $may ? $error(${message}) : ${otherwise} )`;
}

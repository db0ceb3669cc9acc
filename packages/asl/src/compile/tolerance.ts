import type { ForeachNode, Setting, SettingField } from '@flowmap/graph';
import type { Expression, MapState } from '../language/index.js';
import { literal } from './expression.js';
import { settingExpression } from './setting.js';

/**
 * How many of `count` items may fail, as an expression; undefined where the foreach tolerates none. A share is rounded down; of
 * two bounds the smaller holds.
 */
export function toleratedItems(node: ForeachNode, count: Expression, data?: Expression): Expression | undefined {
  if (!node.tolerate) return undefined;
  const { count: most, percentage } = node.tolerate;
  const items = most === undefined ? undefined : settingExpression(node, 'tolerate.count', most, data);
  if (percentage === undefined) return items ?? '0';
  const share = `$floor(${count} * ${settingExpression(node, 'tolerate.percentage', percentage, data)} / 100)`;
  return items === undefined ? share : `$min([${items}, ${share}])`;
}

/** The tolerance as the fields of a distributed Map that counts items by itself; none without it. */
export function toleranceFields(
  node: ForeachNode,
): Pick<MapState, 'ToleratedFailureCount' | 'ToleratedFailurePercentage'> {
  const { count, percentage } = node.tolerate ?? {};
  const field = (name: SettingField, setting: Setting): number | string =>
    typeof setting === 'number' ? setting : `{% ${settingExpression(node, name, setting)} %}`;
  return {
    ...(count === undefined ? {} : { ToleratedFailureCount: field('tolerate.count', count) }),
    ...(percentage === undefined ? {} : { ToleratedFailurePercentage: field('tolerate.percentage', percentage) }),
  };
}

/**
 * An expression that fails when more items are lost than are tolerated, and gives `otherwise` when not: exactly, whatever the batch.
 * `lost` and `otherwise` may use `$n`, the count of those that were started, and the latter `$lost` too. `whole` is how many items there
 * are, of which a percentage may fail.
 */
export function failAbove(
  node: ForeachNode,
  { count, whole, lost }: { readonly count: Expression; readonly whole: Expression; readonly lost: Expression },
  otherwise: Expression,
  data?: Expression,
): Expression {
  const message = `${literal(`${node.id}: `)} & $lost & ' of ' & $n & ' items failed, ' & $may & ' tolerated'`;
  const bind = `$n := ${count}; $lost := ${lost}; $may := ${toleratedItems(node, whole === count ? '$n' : known(node, whole), data) ?? '0'}`;
  return `( ${bind}; $lost > $may ? $error(${message}) : ${otherwise} )`;
}

/** A number that was lost must fail: a comparison with what is missing is false, and would tolerate everything. */
function known({ id }: ForeachNode, count: Expression): Expression {
  return `($exists(${count}) ? ${count} : $error(${literal(`no number of items: ${id}`)}))`;
}

import type { ForeachNode } from '@flowmap/graph';
import type { Expression } from '../language/index.js';
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

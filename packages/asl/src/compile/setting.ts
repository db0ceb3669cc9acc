import type { ForeachNode, Setting, SettingField } from '@flowmap/graph';
import { settingFact } from '@flowmap/graph';
import type { Expression } from '../language/index.js';
import { factInData, literal } from './expression.js';

/**
 * A setting of a foreach as an expression: the number that the author wrote, or the fact that holds the parameter, which the first
 * state checked. A fact that was lost must fail: a comparison with what is missing is false, and would tolerate everything.
 *
 * @param data where state data is. Default: the state's input.
 */
export function settingExpression(
  { id }: ForeachNode,
  field: SettingField,
  setting: Setting,
  data?: Expression,
): Expression {
  if (typeof setting === 'number') return String(setting);
  const read = factInData(settingFact(id, field), data);
  return `($exists(${read}) ? ${read} : $error(${literal(`no ${field}: ${id}`)}))`;
}

import { at, type Fields, has } from '../fields.js';
import type { Report } from '../problem.js';
import { isExpression } from '../syntax/jsonata-string.js';
import type { QueryLanguage } from '../view.js';

/** What a number in a definition may be. */
export interface NumberRange {
  readonly least: number;
  readonly most?: number;
  /** Default: whole numbers only. */
  readonly fractions?: boolean;
}

/** Reports a field that is there and is not a number in its range; in JSONata states an expression may stand for it. */
export function checkNumber(
  fields: Fields,
  name: string,
  location: string,
  range: NumberRange,
  language: QueryLanguage | 'none',
  report: Report,
): void {
  if (!has(fields, name)) return;
  const value = fields[name];
  if (language === 'JSONata' && isExpression(value)) return;
  const kind = range.fractions === true ? 'a number' : 'a whole number';
  if (typeof value !== 'number' || (range.fractions !== true && !Number.isInteger(value))) {
    report(at(location, name), `'${name}' must be ${kind}${language === 'JSONata' ? ' or an expression' : ''}`);
  } else if (value < range.least || value > (range.most ?? Infinity)) {
    const most = range.most === undefined ? 'or more' : `to ${range.most}`;
    report(at(location, name), `'${name}' must be ${kind}, ${range.least} ${most}`);
  }
}

/** Reports fields of which at most one may be there. */
export function checkAtMostOne(fields: Fields, names: readonly string[], location: string, report: Report): void {
  const present = names.filter((name) => has(fields, name));
  if (present.length > 1) report(location, `Only one of these fields is allowed: [${present.join(', ')}]`);
}

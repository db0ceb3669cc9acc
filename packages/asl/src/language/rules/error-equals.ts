import { at, type Fields, has } from '../fields.js';
import type { Report } from '../problem.js';

/** Reports what is wrong with the ErrorEquals of a retrier or catcher; States.ALL stands alone, and last. */
export function checkErrorEquals(entry: Fields, location: string, isLast: boolean, report: Report): void {
  if (!has(entry, 'ErrorEquals')) {
    report(location, `These fields are required: [ErrorEquals]`);
    return;
  }
  const names = entry['ErrorEquals'];
  const where = at(location, 'ErrorEquals');
  if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string' || name === '')) {
    report(where, `'ErrorEquals' must be a non-empty list of names of errors`);
  } else if (names.includes('States.ALL')) {
    if (names.length > 1) report(where, `'States.ALL' must stand alone`);
    if (!isLast) report(where, `'States.ALL' must stand in the last entry`);
  }
}

import type { Rule } from '../rule.js';
import { checkAtMostOne, checkNumber, type NumberRange } from './number-field.js';

const RANGES: Readonly<Record<string, NumberRange>> = {
  MaxConcurrency: { least: 0 },
  ToleratedFailureCount: { least: 0 },
  ToleratedFailurePercentage: { least: 0, most: 100, fractions: true },
};

/**
 * MaxConcurrency and ToleratedFailureCount are whole numbers from 0, ToleratedFailurePercentage is 0 to 100; each is a
 * number or a path, not both.
 *
 * Source: AWS Step Functions developer guide, "Map state"; recorded for fractions of a per cent.
 */
export const mapNumbers: Rule = (view, report) => {
  for (const { fields, type, language, location } of view.states) {
    if (type !== 'Map') continue;
    for (const [name, range] of Object.entries(RANGES)) {
      checkNumber(fields, name, location, range, language, report);
      if (language === 'JSONPath') checkAtMostOne(fields, [name, `${name}Path`], location, report);
    }
  }
};

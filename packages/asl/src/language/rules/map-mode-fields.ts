import { at, has } from '../fields.js';
import type { Rule } from '../rule.js';
import { isDistributed, processorOf } from '../view.js';

/**
 * ItemReader, ItemBatcher, ResultWriter and Label belong to Maps whose Mode is DISTRIBUTED. Tolerated failures do too,
 * but the service takes them everywhere, so they are a warning.
 *
 * Source: AWS Step Functions developer guide, "Map state in Distributed mode"; recorded for ToleratedFailureCount and
 * ToleratedFailurePercentage.
 */
export const mapModeFields: Rule = (view, report) => {
  for (const { fields, type, location } of view.states) {
    if (type !== 'Map' || isDistributed(processorOf(fields))) continue;
    for (const name of ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label']) {
      if (has(fields, name)) report(at(location, name), `The field '${name}' needs the Mode DISTRIBUTED`);
    }
    for (const name of TOLERATED) {
      if (!has(fields, name)) continue;
      report(at(location, name), `The field '${name}' needs the Mode DISTRIBUTED`, 'FIELD_IGNORED', 'WARNING');
    }
  }
};

const TOLERATED = [
  'ToleratedFailureCount',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentage',
  'ToleratedFailurePercentagePath',
];

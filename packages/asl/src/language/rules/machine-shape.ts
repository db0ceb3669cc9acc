import { at, has, isFields } from '../fields.js';
import { LIMITS } from '../limits.js';
import type { Rule } from '../rule.js';
import { checkNumber } from './number-field.js';

const FIELDS = {
  machine: ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'],
  branch: ['Comment', 'StartAt', 'States'],
  processor: ['Comment', 'ProcessorConfig', 'StartAt', 'States'],
} as const;

/**
 * A machine, a branch and what a Map runs have StartAt and a non-empty States, and nothing unknown. QueryLanguage,
 * Version and TimeoutSeconds belong to the whole machine.
 *
 * Source: Amazon States Language, "Top-level fields"; recorded for missing fields.
 */
export const machineShape: Rule = (view, report) => {
  for (const { role, fields, location } of view.machines) {
    const missing = ['States', 'StartAt'].filter((name) => !has(fields, name));
    if (missing.length > 0) report(location, `These fields are required: [${missing.join(', ')}]`);

    const known: readonly string[] = FIELDS[role];
    for (const name of Object.keys(fields)) {
      if (!known.includes(name)) report(at(location, name), `The field '${name}' is not supported`);
    }
    if (has(fields, 'StartAt') && typeof fields['StartAt'] !== 'string') {
      report(at(location, 'StartAt'), `'StartAt' must be a string`);
    }
    if (has(fields, 'Comment') && typeof fields['Comment'] !== 'string') {
      report(at(location, 'Comment'), `'Comment' must be a string`);
    }
    const states = fields['States'];
    if (has(fields, 'States')) {
      if (!isFields(states)) report(at(location, 'States'), `'States' must be an object`);
      else if (Object.keys(states).length === 0) report(at(location, 'States'), `'States' must not be empty`);
    }
    if (role !== 'machine') continue;
    checkNumber(fields, 'TimeoutSeconds', location, { least: 1, most: LIMITS.timeoutSeconds }, 'none', report);
    if (has(fields, 'Version') && fields['Version'] !== '1.0') {
      report(at(location, 'Version'), `The field 'Version' should have one of these values: [1.0]`);
    }
  }
};

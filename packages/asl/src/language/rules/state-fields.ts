import { at, has } from '../fields.js';
import type { Rule } from '../rule.js';
import type { QueryLanguage, StateType } from '../view.js';

type ByLanguage = Readonly<Record<'both' | QueryLanguage, readonly string[]>>;

const TIMES = ['TimeoutSeconds', 'HeartbeatSeconds'];
const TIME_PATHS = ['TimeoutSecondsPath', 'HeartbeatSecondsPath'];
const IN_AND_OUT = ['InputPath', 'OutputPath'];
const RESULT = ['Parameters', 'ResultSelector', 'ResultPath', ...IN_AND_OUT];
const AFTER = ['Next', 'End'];
const ON_ERROR = ['Retry', 'Catch'];
const EVERY = ['Type', 'Comment', 'QueryLanguage'];

const FIELDS: Readonly<Record<StateType, ByLanguage>> = {
  Task: {
    both: ['Resource', 'Credentials', 'Assign', ...TIMES, ...ON_ERROR, ...AFTER],
    JSONPath: [...RESULT, ...TIME_PATHS],
    JSONata: ['Arguments', 'Output'],
  },
  Wait: {
    both: ['Seconds', 'Timestamp', 'Assign', ...AFTER],
    JSONPath: ['SecondsPath', 'TimestampPath', ...IN_AND_OUT],
    JSONata: ['Output'],
  },
  Pass: {
    both: ['Assign', ...AFTER],
    JSONPath: ['Result', 'Parameters', 'ResultPath', ...IN_AND_OUT],
    JSONata: ['Output'],
  },
  Succeed: { both: [], JSONPath: IN_AND_OUT, JSONata: ['Output'] },
  Fail: { both: ['Error', 'Cause'], JSONPath: ['ErrorPath', 'CausePath'], JSONata: [] },
  Choice: { both: ['Choices', 'Default', 'Assign'], JSONPath: IN_AND_OUT, JSONata: ['Output'] },
  Parallel: {
    both: ['Branches', 'Assign', ...ON_ERROR, ...AFTER],
    JSONPath: RESULT,
    JSONata: ['Arguments', 'Output'],
  },
  Map: {
    both: [
      ...['ItemProcessor', 'Iterator', 'ItemReader', 'ItemSelector', 'ItemBatcher', 'ResultWriter', 'Label'],
      ...['MaxConcurrency', 'ToleratedFailureCount', 'ToleratedFailurePercentage', 'Assign'],
      ...ON_ERROR,
      ...AFTER,
    ],
    JSONPath: [
      ...['ItemsPath', 'MaxConcurrencyPath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'],
      ...RESULT,
    ],
    JSONata: ['Items', 'Output'],
  },
};

const REQUIRED: Readonly<Partial<Record<StateType, readonly string[]>>> = {
  Task: ['Resource'],
  Choice: ['Choices'],
  Parallel: ['Branches'],
};

/**
 * A state has the fields that its type needs and no others; the fields of one query language are refused in states of
 * the other.
 *
 * Source: Amazon States Language, the table of fields of each type.
 */
export const stateFields: Rule = (view, report) => {
  for (const { fields, type, language, location } of view.states) {
    if (type === undefined) continue;
    const known = FIELDS[type];
    const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
    for (const name of Object.keys(fields)) {
      if (EVERY.includes(name) || known.both.includes(name) || known[language].includes(name)) continue;
      const message = known[other].includes(name)
        ? `The field '${name}' is for ${other} states; this is a ${language} state`
        : `The field '${name}' is not supported in a ${type} state`;
      report(at(location, name), message);
    }
    const missing = (REQUIRED[type] ?? []).filter((name) => !has(fields, name));
    if (missing.length > 0) report(location, `These fields are required: [${missing.join(', ')}]`);
    if (has(fields, 'Comment') && typeof fields['Comment'] !== 'string') {
      report(at(location, 'Comment'), `'Comment' must be a string`);
    }
  }
};

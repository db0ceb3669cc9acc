import type { State } from '@flowmap/asl/language';

type Language = 'JSONata' | 'JSONPath';

/** Fields of one type of state: those of both languages, and those of each. */
interface Fields {
  readonly both: readonly string[];
  readonly jsonata: readonly string[];
  readonly jsonpath: readonly string[];
}

const EVERYWHERE = ['Type', 'Comment', 'QueryLanguage'];
const ONWARD = ['Assign', 'Next', 'End'];
const RECOVERY = ['Retry', 'Catch'];
const FILTERS = ['InputPath', 'OutputPath'];
const RESULT = ['Parameters', 'ResultSelector', 'ResultPath'];

/** The fields that the engine implements. */
const KNOWN: Readonly<Record<State['Type'], Fields>> = {
  Task: {
    both: [...ONWARD, ...RECOVERY, 'Resource', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials'],
    jsonata: ['Arguments', 'Output'],
    jsonpath: [...FILTERS, ...RESULT, 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
  },
  Pass: { both: ONWARD, jsonata: ['Output'], jsonpath: [...FILTERS, 'Parameters', 'Result', 'ResultPath'] },
  Choice: { both: ['Assign', 'Choices', 'Default'], jsonata: ['Output'], jsonpath: FILTERS },
  Wait: {
    both: [...ONWARD, 'Seconds', 'Timestamp'],
    jsonata: ['Output'],
    jsonpath: [...FILTERS, 'SecondsPath', 'TimestampPath'],
  },
  Succeed: { both: [], jsonata: ['Output'], jsonpath: FILTERS },
  Fail: { both: ['Error', 'Cause'], jsonata: [], jsonpath: ['ErrorPath', 'CausePath'] },
  Parallel: {
    both: [...ONWARD, ...RECOVERY, 'Branches'],
    jsonata: ['Arguments', 'Output'],
    jsonpath: [...FILTERS, ...RESULT],
  },
  Map: {
    both: [
      ...ONWARD,
      ...RECOVERY,
      'ItemSelector',
      'ItemProcessor',
      'MaxConcurrency',
      'Label',
      'ToleratedFailureCount',
      'ToleratedFailurePercentage',
    ],
    jsonata: ['Items', 'Output'],
    jsonpath: [
      ...FILTERS,
      ...RESULT,
      'ItemsPath',
      // The old name of ItemProcessor.
      'Iterator',
      'MaxConcurrencyPath',
      'ToleratedFailureCountPath',
      'ToleratedFailurePercentagePath',
    ],
  },
};

/** The fields that a state may have in a query language; undefined for an unknown type. */
export function knownFields(type: string, language: Language): readonly string[] | undefined {
  if (!Object.hasOwn(KNOWN, type)) return undefined;
  const { both, jsonata, jsonpath } = KNOWN[type as State['Type']];
  return [...EVERYWHERE, ...both, ...(language === 'JSONata' ? jsonata : jsonpath)];
}

import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { hasOracle, recordedCases } from './cases.js';
import { EXCLUDED } from './excluded.js';
import { isRecorded } from './matching.js';
import { replay } from './replay.js';

/** Events of a task itself, not of its state. */
const OF_TASK = /^(Task|Activity|LambdaFunction)(Scheduled|Started|Submitted|Succeeded|Failed|TimedOut)$/;

/** The account of its function was redacted in the history and not in the definition. */
const REDACTED = 'credentials-credentials-base-cross-account-lambda-task';

if (!hasOracle) {
  test.skip('The recordings of the service are not on this machine (../shared/oracle): details of tasks are skipped', () =>
    undefined);
} else {
  describe('the details of the events of tasks', () => {
    const cases = recordedCases().filter(
      ({ name, history, historyOrder }) =>
        historyOrder === 'total' &&
        name !== REDACTED &&
        EXCLUDED[name] === undefined &&
        history.some(({ type }) => OF_TASK.test(type)),
    );

    test('are recorded of many', () => expect(cases.length).toBeGreaterThan(100));

    test.each(cases)('$name', async (recorded) => {
      const { history } = await replay(recorded);
      const words = recorded.wildcards.includes('literal:date|timestamp');
      for (const { id, type, details } of recorded.history) {
        if (!OF_TASK.test(type)) continue;
        const event = history.find((one) => one.id === id);
        const wanted = comparable(details ?? {});
        const given = comparable(event?.details ?? {});
        const isSame = event?.type === type && isRecorded(given, wanted, words);
        if (!isSame) expect({ id, type: event?.type, ...given }).toEqual({ id, type, ...wanted });
      }
    });
  });
}

/** The recordings keep some inputs as text, and have a placeholder for tokens inside another. */
function comparable(details: Json): Record<string, Json> {
  const text = JSON.stringify(details).replaceAll('<<task_token>:1>', '<task_token:1>');
  const { input, output, ...rest } = JSON.parse(text) as Record<string, Json>;
  return {
    ...rest,
    ...(input === undefined ? {} : { input: decoded(input) }),
    ...(output === undefined ? {} : { output: decoded(output) }),
  };
}

function decoded(value: Json): Json {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { type Case, hasOracle, type Recorded, recordedCases } from './cases.js';
import { isRecorded } from './matching.js';
import { replay } from './replay.js';

/** A recording that says another account of a function than its definition does. */
const REDACTED = new Set(['credentials-credentials-base-cross-account-lambda-task']);

if (!hasOracle) {
  test.skip('The recordings of the service are not on this machine (../shared/oracle): they are skipped', () =>
    undefined);
} else {
  const cases = recordedCases().filter(
    ({ historyOrder, name, wildcards }) =>
      historyOrder === 'total' && !REDACTED.has(name) && !wildcards.includes('nondeterministic-function'),
  );

  describe('the details of events recorded from the service', () => {
    test('there are some', () => expect(cases.flatMap(({ history }) => history).length).toBeGreaterThan(1500));

    test.each(cases.map((recorded) => [recorded.name, recorded] as const))('%s', async (_name, recorded) => {
      const { history } = await replay(recorded);
      for (const event of recorded.history) {
        const given: Json = history.find(({ id }) => id === event.id)?.details ?? {};
        const wanted = comparable(event, recorded, given);
        if (!isRecorded(given, wanted, true))
          expect({ ...event, details: given }).toEqual({ ...event, details: wanted });
      }
    });
  });
}

/** What the engine is to say, as far as the recording tells it. */
function comparable({ type, details }: Recorded, { context }: Case, given: Json): Json {
  const text = JSON.stringify(details ?? {}).replaceAll('<<task_token>:1>', '<task_token:1>');
  const wanted = decoded(JSON.parse(text) as Json, given) as { readonly [field: string]: Json };
  // The recorded role is not always the one that the case says.
  if (type === 'ExecutionStarted') return { ...wanted, roleArn: context.roleArn };
  // A cause that is JSON has lost its blanks.
  return type === 'ExecutionFailed' && JSON.stringify(details?.['cause'] ?? '').startsWith('"{')
    ? { ...wanted, cause: '<json>' }
    : wanted;
}

/** The service gives payloads as text; only some of them are values in the recordings. */
function decoded(wanted: Json, given: Json | undefined): Json {
  if (typeof wanted === 'string') return wanted === given ? wanted : parsed(wanted);
  if (wanted === null || typeof wanted !== 'object' || Array.isArray(wanted)) return wanted;
  const inner = Object(given) as Readonly<Record<string, Json>>;
  return Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, decoded(value, inner[name])]));
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

import { describe, test } from '@jest/globals';
import { waitTime } from '../../../src/language/rules/wait-time.js';
import { expectProblems, expectValid, jsonata, jsonPath } from './harness.js';

const wait = (fields: object) => ({ A: { Type: 'Wait', End: true, ...fields } });
const timestamp = 'String does not match RFC3339 timestamp';

describe('waitTime', () => {
  test('takes each way to say it', () => {
    for (const fields of [{ Seconds: 0 }, { SecondsPath: '$.s' }, { TimestampPath: '$.t' }]) {
      expectValid(waitTime, jsonPath(wait(fields)));
    }
    expectValid(waitTime, jsonata(wait({ Seconds: '{% $states.input.s %}' })));
    expectValid(waitTime, jsonata(wait({ Timestamp: '{% $states.input.t %}' })));
  });

  test.each(['2016-03-14T01:59:00Z', '2016-02-29T23:59:59.123Z', '2016-03-14T01:59:00+02:00'])(
    'takes %s',
    (Timestamp) => {
      expectValid(waitTime, jsonPath(wait({ Timestamp })));
      expectValid(waitTime, jsonata(wait({ Timestamp })));
    },
  );

  test.each([
    '2016-13-05T21:29:29Z',
    '2015-02-29T00:00:00Z',
    '2016-00-01T00:00:00Z',
    '2016-12-05T24:00:00Z',
    '2016-12-05 21:29:29Z',
    '2016-12-05T21:29:29',
    '05-12-2016T21:29:29Z',
    '$.t',
  ])('refuses %s', (Timestamp) => {
    expectProblems(waitTime, jsonPath(wait({ Timestamp })), [`/States/A/Timestamp: ${timestamp}`]);
  });

  test('refuses an expression in JSONPath', () => {
    expectProblems(waitTime, jsonPath(wait({ Timestamp: `{% '2016-03-14T01:59:00Z' %}` })), [
      `/States/A/Timestamp: ${timestamp}`,
    ]);
    expectProblems(waitTime, jsonPath(wait({ Seconds: '{% 1 %}' })), [
      `/States/A/Seconds: 'Seconds' must be a whole number`,
    ]);
  });

  test('refuses none, more than one, and what is out of range', () => {
    const names = '[Seconds, SecondsPath, Timestamp, TimestampPath]';
    expectProblems(waitTime, jsonPath(wait({})), [`/States/A: Exactly one of these fields is required: ${names}`]);
    expectProblems(waitTime, jsonPath(wait({ Seconds: 1, SecondsPath: '$.s' })), [
      `/States/A: Exactly one of these fields is required: ${names}`,
    ]);
    expectProblems(waitTime, jsonata(wait({ Seconds: -1 })), [
      `/States/A/Seconds: 'Seconds' must be a whole number, 0 to 99999999`,
    ]);
  });
});

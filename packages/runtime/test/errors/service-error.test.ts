import { describe, expect, test } from '@jest/globals';
import { decodeServiceError, handledError } from '../../src/errors/service-error.js';

describe('decodeServiceError', () => {
  test('reads the Cause of a function', () => {
    const cause = {
      errorType: 'Busy',
      errorMessage: 'try later',
      trace: ['Busy: try later', '    at f'],
      data: { n: 1 },
    };
    expect(decodeServiceError({ Error: 'Busy', Cause: JSON.stringify(cause) })).toEqual({
      name: 'Busy',
      message: 'try later',
      stack: 'Busy: try later\n    at f',
      data: { n: 1 },
    });
  });

  test('reads one that was cut off as far as it goes', () => {
    const Cause = '{"errorType":"Busy","errorMessage":"a \\"quoted\\" word","trace":["Busy: a \\"quo';
    expect(decodeServiceError({ Error: 'Busy', Cause })).toEqual({ name: 'Busy', message: 'a "quoted" word' });
    const early = '{"errorType":"Busy","errorMess';
    expect(decodeServiceError({ Error: 'Busy', Cause: early })).toEqual({ name: 'Busy', message: early });
  });

  test('reads the description of a job', () => {
    const Cause = JSON.stringify({
      StatusReason: 'Essential container in task exited',
      Container: { Reason: 'OutOfMemory' },
    });
    expect(decodeServiceError({ Error: 'States.TaskFailed', Cause })).toEqual({
      name: 'States.TaskFailed',
      message: 'Essential container in task exited: OutOfMemory',
    });
  });

  test.each([['plain text'], [''], ['[1]'], ['{}'], ['7']])('takes %j as it is', (Cause) => {
    expect(decodeServiceError({ Error: 'States.Timeout', Cause })).toEqual({ name: 'States.Timeout', message: Cause });
  });
});

describe('handledError', () => {
  const left = { name: 'Busy', message: 'whole', data: 1 };
  test('is what the task left where the service means that', () => {
    expect(handledError({ Error: 'Busy', Cause: 'cut' }, left)).toBe(left);
    expect(handledError({ Error: 'States.TaskFailed', Cause: '' }, left)).toBe(left);
  });
  test('is what the service says where it means something else, or nothing was left', () => {
    expect(handledError({ Error: 'States.Timeout', Cause: 'late' }, left)).toEqual({
      name: 'States.Timeout',
      message: 'late',
    });
    expect(handledError({ Error: 'Busy', Cause: 'cut' }, undefined)).toEqual({ name: 'Busy', message: 'cut' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { functionMessage } from '../../src/render/function-message.js';

const CAUSE = JSON.stringify({
  errorType: 'RangeError',
  errorMessage: 'the chunk 5 is bad',
  trace: ['RangeError', 'at a'],
});

describe('what a function said', () => {
  it('is its message without the trace', () => {
    expect(functionMessage('RangeError', CAUSE)).toBe('RangeError: the chunk 5 is bad');
  });

  it('is nothing for what is no error of a function', () => {
    expect(functionMessage('States.TaskFailed', CAUSE)).toBeUndefined();
    expect(functionMessage('RangeError', 'the chunk 5 is bad')).toBeUndefined();
    expect(functionMessage('RangeError', '{ not JSON')).toBeUndefined();
    expect(functionMessage(undefined, undefined)).toBeUndefined();
  });
});

import { describe, expect, test } from '@jest/globals';
import { FlowError } from '@flowmap/graph';
import { describeError } from '../../src/errors/describe-error.js';
import { TaskFailure, taskFailure } from '../../src/errors/task-failure.js';

describe('describeError', () => {
  test('keeps what an error carries of its own, as far as JSON can hold it', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    const error = Object.assign(new TypeError('bad'), { code: 7, at: new Date(0), big: 1n, cycle, f: () => 1 });
    expect(describeError(error)).toEqual({
      name: 'TypeError',
      message: 'bad',
      stack: expect.stringContaining('TypeError: bad'),
      data: { code: 7, at: '1970-01-01T00:00:00.000Z' },
    });
  });

  test('has no data where there is none', () => expect(describeError(new Error('x'))).not.toHaveProperty('data'));

  test('leaves data out that would not fit beside the message', () => {
    expect(describeError(Object.assign(new Error('x'), { blob: 'y'.repeat(9000) }))).not.toHaveProperty('data');
    expect(describeError(new Error('y'.repeat(20_000))).message).toHaveLength(8000);
  });

  test('calls a FlowError as a state machine knows it', () => {
    expect(describeError(new FlowError('NOT_A_LIST', 'x', { hint: 'y' }))).toMatchObject({
      name: 'Flowmap.NotAList',
      data: { code: 'NOT_A_LIST', hint: 'y' },
    });
  });

  test('tells the causes behind an error', () => {
    const error = new Error('outer', { cause: new RangeError('inner', { cause: 'the bottom' }) });
    const { stack } = describeError(error);
    expect(stack).toMatch(/^Error: outer\n[^]*\ncaused by: RangeError: inner\n[^]*\ncaused by: "the bottom"$/);
  });

  test.each([
    ['a text', 'oops', '"oops"', 'oops'],
    ['a number', 7, '7', 7],
    ['an object', { status: 503 }, '{"status":503}', { status: 503 }],
    ['null', null, 'null', null],
    ['undefined', undefined, 'undefined', undefined],
    ['a BigInt', 7n, 'bigint', undefined],
    ['a function', () => 1, 'function', undefined],
  ])('tells %s that was thrown', (_, thrown, text, data) => {
    expect(describeError(thrown)).toEqual({
      name: 'Error',
      message: `a value that is no Error was thrown: ${text}`,
      ...(data === undefined ? {} : { data }),
    });
  });

  test('knows an error of another make by what it has', () => {
    expect(describeError({ name: 'Remote', message: 'far away', status: 1 })).toEqual({
      name: 'Remote',
      message: 'far away',
      data: { status: 1 },
    });
  });
});

describe('taskFailure', () => {
  test('is an error with the name and stack of what was thrown', () => {
    const thrown = new RangeError('x');
    const failure = taskFailure(thrown);
    expect(failure).toBeInstanceOf(TaskFailure);
    expect(failure).toMatchObject({ name: 'RangeError', message: 'x', cause: thrown });
    expect(failure.stack).toContain('describe-error.test.ts');
    expect(Object.keys(failure)).not.toContain('error');
  });

  test('stays what it is', () => {
    const failure = new TaskFailure({ name: 'A', message: 'b' });
    expect(taskFailure(failure)).toBe(failure);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ComputeArrays, TaskCall } from '@flowmap/asl';
import { invariant, type Json, type StepNode } from '@flowmap/graph';
import jsonata from 'jsonata';
import { testTarget } from '@flowmap/testing';
import { batch } from '../src/index.js';

const target = testTarget('flights', { region: 'eu-west-1', code: 'abc123' });
const { array } = batch({ queue: 'jobs' });
invariant(array, 'AWS Batch has arrays');
const arrays: ComputeArrays = array;
const SIZE = '$states.input.to - $states.input.from';
const RESOURCE = 'arn:aws:states:::batch:submitJob.sync';

const callOf = (step: Partial<StepNode> = {}): TaskCall => ({
  step: { kind: 'step', id: 'perChunk/fit', in: {}, ...step },
  range: true,
  fields: {
    v: { value: 1 },
    step: { value: 'perChunk/fit' },
    run: { expression: '$states.input.run' },
    i: { expression: '$states.input.i' },
    try: { value: 0 },
    from: { expression: '$states.input.from' },
    to: { expression: '$states.input.to' },
    array: { value: true },
  },
});

const evaluate = async (expression: string, states: object): Promise<Json> => {
  const compiled = jsonata(/^\{% (.*) %\}$/s.exec(expression)?.[1] ?? expression);
  compiled.registerFunction('parse', (text: string) => JSON.parse(text) as unknown);
  return JSON.parse(JSON.stringify(await compiled.evaluate({}, { states }))) as Json;
};

const submitted = (items: number, step?: Partial<StepNode>): Promise<Json> =>
  evaluate(arrays.lower(callOf(step), SIZE, target).state.Arguments as string, {
    input: { run: 'r', i: '3', from: 100, to: 100 + items },
  });

describe('an array job', () => {
  it('tells every child the same, and its service how many there are', async () => {
    const args = await submitted(50);
    expect(args).toEqual({
      JobName: 'perChunk--fit',
      JobQueue: 'jobs',
      JobDefinition: 'flights-abc123',
      ArrayProperties: { Size: 50 },
      ContainerOverrides: { Environment: [{ Name: 'FLOWMAP_TASK', Value: expect.any(String) }] },
    });
    const invocation = { v: 1, step: 'perChunk/fit', run: 'r', i: '3', try: 0, from: 100, to: 150, array: true };
    expect(arrays.received(RESOURCE, args)).toEqual({ invocation, size: 50, attempts: 1 });
    expect(batch({ queue: 'jobs' }).received(RESOURCE, args)).toBeUndefined();
  });

  it('of one item is no array', async () => {
    const args = await submitted(1);
    expect(args).not.toHaveProperty('ArrayProperties');
    expect(arrays.received(RESOURCE, args)).toMatchObject({ size: 1, attempts: 1 });
  });

  it('starts containers again that died, ten times at most, and not those whose item failed for good', async () => {
    const forGood = [{ Action: 'EXIT', OnExitCode: '65' }];
    expect(await submitted(2, { retry: { attempts: 3 } })).toMatchObject({
      RetryStrategy: { Attempts: 3, EvaluateOnExit: forGood },
    });
    expect(await submitted(2, { retry: { attempts: 50 } })).toMatchObject({ RetryStrategy: { Attempts: 10 } });
    expect(await submitted(2, { retry: { attempts: 1 } })).not.toHaveProperty('RetryStrategy');
  });

  it('ends a container in which all attempts must have ended', async () => {
    expect(await submitted(2, { timeoutSeconds: 10 })).toMatchObject({ Timeout: { AttemptDurationSeconds: 70 } });
    const retry = { attempts: 3, delaySeconds: 5, backoff: 2 };
    expect(await submitted(2, { timeoutSeconds: 100, retry })).toMatchObject({
      Timeout: { AttemptDurationSeconds: 60 + 3 * 100 + 5 + 10 },
    });
    // A handler has no time limit, and neither has a wait of centuries.
    expect(await submitted(2, { timeoutSeconds: 10, catch: { id: 'x' } })).not.toHaveProperty('Timeout');
    expect(await submitted(2, { timeoutSeconds: 10, retry: { attempts: 60 } })).not.toHaveProperty('Timeout');
  });

  it('needs the rights of any job', () => {
    expect(arrays.lower(callOf(), SIZE, target).policies).toEqual(
      batch({ queue: 'jobs' }).task(callOf(), target).policies,
    );
  });
});

describe('what failed of an array job', () => {
  const { failed } = arrays.lower(callOf(), SIZE, target);
  const counted = (size: number, Cause: string | undefined, Error = 'States.TaskFailed'): Promise<Json> =>
    evaluate(failed, {
      input: { from: 0, to: size },
      errorOutput: { Error, ...(Cause === undefined ? {} : { Cause }) },
    });
  const job = (size: number): Parameters<ComputeArrays['failed']>[0] => ({
    invocation: { v: 1, step: 'perChunk/fit', run: 'r', i: '', try: 0, array: true, from: 0, to: size },
    size,
    attempts: 1,
  });

  it('is what the description of the job says', async () => {
    expect(await counted(10, arrays.failed(job(10), 3).cause)).toBe(3);
    expect(await counted(1, arrays.failed(job(1), 1).cause)).toBe(1);
  });

  it.each([
    ['no cause', undefined],
    ['text', 'Too Many Requests'],
    ['no failed job', '{"Status":"SUCCEEDED"}'],
    ['no summary', '{"Status":"FAILED"}'],
    ['a summary without failures', '{"Status":"FAILED","ArrayProperties":{"StatusSummary":{"FAILED":0}}}'],
  ])('cannot be read from %s', async (_, cause) => {
    await expect(counted(10, cause)).rejects.toMatchObject({
      message: expect.stringContaining('perChunk/fit: how many items failed cannot be read: States.TaskFailed'),
    });
  });
});

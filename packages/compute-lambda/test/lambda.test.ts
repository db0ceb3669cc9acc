import { describe, expect, it } from '@jest/globals';
import type { TaskCall } from '@flowmap/asl';
import type { Invocation, StepNode } from '@flowmap/graph';
import { testTarget } from '@flowmap/testing';
import { lambda } from '../src/index.js';

const target = testTarget('flights', { region: 'eu-west-1', code: 'abc123' });
const step: StepNode = { kind: 'step', id: 'perChunk/fit', in: {} };
const call = (more: Partial<TaskCall> = {}): TaskCall => ({
  step,
  range: false,
  fields: { v: { value: 1 }, step: { value: step.id }, run: { expression: '$states.input.run' } },
  ...more,
});

describe('lambda', () => {
  it('invokes the function of the step by the alias of its code, and asks for that right alone', () => {
    const { state, policies } = lambda().task(call(), target);
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:flights-1024mb:c-abc123';
    expect(state.Resource).toBe('arn:aws:states:::lambda:invoke');
    expect(state.Arguments).toEqual({
      FunctionName: arn,
      Payload: { v: 1, step: 'perChunk/fit', run: '{% $states.input.run %}' },
    });
    expect(policies).toEqual([{ Action: ['lambda:InvokeFunction'], Resource: [arn] }]);
  });

  it('has one function for each shape, with a name that Lambda takes', () => {
    const arn = (resources: StepNode['resources'], deployment = 'flights'): unknown =>
      (
        lambda().task(call({ step: { ...step, ...(resources ? { resources } : {}) } }), { ...target, deployment }).state
          .Arguments as { FunctionName: string }
      ).FunctionName;
    expect(arn({ memoryMb: 2048, architecture: 'arm64' })).toContain(':function:flights-2048mb-arm64:');
    const long = /:function:(.*):c-/.exec(String(arn(undefined, 'x'.repeat(64))))?.[1];
    expect(long).toHaveLength(64);
    expect(long).toMatch(/-1024mb$/);
  });

  it('speaks the partition of its target', () => {
    const { state, policies } = lambda().task(call(), { ...target, partition: 'aws-cn', region: 'cn-north-1' });
    expect(state.Resource).toBe('arn:aws-cn:states:::lambda:invoke');
    expect(policies[0]?.Resource[0]).toMatch(/^arn:aws-cn:lambda:cn-north-1:/);
  });

  it('retries throttling with full jitter and a cap, and lets only a range continue', () => {
    const names = (range: boolean): readonly string[] =>
      (lambda().task(call({ range }), target).state.Retry ?? []).flatMap((retrier) => retrier.ErrorEquals);
    expect(lambda().task(call(), target).state.Retry?.[0]).toMatchObject({
      JitterStrategy: 'FULL',
      MaxDelaySeconds: 60,
    });
    expect(names(false)).toContain('Lambda.TooManyRequestsException');
    expect(names(false)).not.toContain('Flowmap.Continue');
    expect(names(true)).toContain('Flowmap.Continue');
  });

  it('finds the way back from what a state sends', () => {
    const invocation: Invocation = { v: 1, step: 'start', run: 'r', i: '', try: 0 };
    const { received, answered, failed } = lambda();
    expect(received('arn:aws:states:::lambda:invoke', { FunctionName: 'f', Payload: { ...invocation } })).toEqual(
      invocation,
    );
    expect(received('arn:aws:states:::lambda:invoke', { FunctionName: 'f', Payload: { other: 1 } })).toBeUndefined();
    expect(received('arn:aws:states:::sns:publish', { Payload: { ...invocation } })).toBeUndefined();
    expect(answered({ f: { perChunk: 3 } }, invocation)).toMatchObject({ Payload: { f: { perChunk: 3 } } });
    const { error, cause } = failed(
      { name: 'RangeError', message: 'too far', stack: 'RangeError: too far\n at f' },
      invocation,
    );
    expect(error).toBe('RangeError');
    expect(JSON.parse(cause)).toEqual({
      errorType: 'RangeError',
      errorMessage: 'too far',
      trace: ['RangeError: too far', ' at f'],
    });
  });

  it('says what it cannot do for a step', () => {
    const codes = (more: Partial<StepNode>): readonly string[] =>
      (lambda().check?.({ ...step, ...more }) ?? []).map(({ message }) => message);
    expect(codes({})).toEqual([]);
    expect(codes({ resources: { memoryMb: 10_240 }, timeoutSeconds: 900 })).toEqual([]);
    expect(codes({ resources: { memoryMb: 64 } })).toHaveLength(1);
    expect(codes({ resources: { memoryMb: 20_000, gpu: 1, cpu: 2 }, timeoutSeconds: 901 })).toHaveLength(4);
  });
});

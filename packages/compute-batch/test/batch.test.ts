import { describe, expect, it } from '@jest/globals';
import type { TaskCall } from '@flowmap/asl';
import type { Invocation, Json, StepNode } from '@flowmap/graph';
import jsonata from 'jsonata';
import { testTarget } from '@flowmap/testing';
import { batch } from '../src/index.js';

const target = testTarget('flights', { region: 'eu-west-1', code: 'abc123' });
const step: StepNode = { kind: 'step', id: 'perChunk/fit', in: {} };
const call: TaskCall = {
  step,
  range: false,
  fields: {
    v: { value: 1 },
    step: { value: step.id },
    run: { expression: '$states.input.run' },
    i: { expression: '$states.input.i' },
    try: { expression: '$states.context.State.RetryCount' },
    error: { expression: '$states.input.e' },
  },
};

/** The Arguments as the service would evaluate them. */
async function evaluated(input: Json): Promise<Json> {
  const { state } = batch({ queue: 'jobs' }).task(call, target);
  const args = structuredClone(state.Arguments) as { ContainerOverrides: { Environment: { Value: string }[] } };
  const [variable] = args.ContainerOverrides.Environment;
  const expression = /^\{% (.*) %\}$/.exec(variable?.Value ?? '')?.[1] ?? '';
  const states = { input, context: { State: { RetryCount: 2 } } };
  if (variable) variable.Value = (await jsonata(expression).evaluate({}, { states })) as string;
  return args;
}

describe('batch', () => {
  it('submits a job that finds its invocation in its environment', async () => {
    const input = { run: 'r', i: '3.12', e: { Error: 'States.TaskFailed', Cause: 'x' } };
    const args = await evaluated(input);
    expect(args).toMatchObject({ JobName: 'perChunk--fit', JobQueue: 'jobs', JobDefinition: 'flights-abc123' });
    expect(batch({ queue: 'jobs' }).received('arn:aws:states:::batch:submitJob.sync', args)).toEqual({
      v: 1,
      step: 'perChunk/fit',
      run: 'r',
      i: '3.12',
      try: 2,
      error: { Error: 'States.TaskFailed', Cause: 'x' },
    });
  });

  it('keeps the overrides under 8,192 characters, whatever the error', async () => {
    const args = await evaluated({
      run: 'r'.repeat(80),
      i: '99999.99999.99999',
      e: { Error: 'E', Cause: '"\\'.repeat(16_000) },
    });
    expect(JSON.stringify((args as { ContainerOverrides: Json }).ContainerOverrides).length).toBeLessThan(8_192);
  });

  it('names one job definition for each shape and code', () => {
    const definition = (resources: StepNode['resources'], deployment = 'flights'): unknown =>
      (
        batch({ queue: 'jobs' }).task(
          { ...call, step: { ...step, ...(resources ? { resources } : {}) } },
          { ...target, deployment },
        ).state.Arguments as { JobDefinition: string }
      ).JobDefinition;
    expect(definition({ cpu: 0.5, memoryMb: 2048, gpu: 1, architecture: 'arm64' })).toBe(
      'flights-0_5cpu-2048mb-1gpu-arm64-abc123',
    );
    expect(String(definition(undefined, 'x'.repeat(200)))).toMatch(/^x{112}-[0-9a-f]{8}-abc123$/);
  });

  it('asks for the rights of a job that the service waits for', () => {
    const { policies } = batch({ queue: 'arn:aws:batch:eu-west-1:1:job-queue/q' }).task(call, target);
    expect(policies.flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(['batch:SubmitJob', 'batch:DescribeJobs', 'batch:TerminateJob', 'events:PutRule']),
    );
    expect(policies[0]?.Resource[0]).toBe('arn:aws:batch:eu-west-1:1:job-queue/q');
  });

  it('brings no value back, and a failed job is a failed task', () => {
    const compute = batch({ queue: 'jobs' });
    const invocation: Invocation = { v: 1, step: 'start', run: 'r', i: '', try: 0 };
    expect(compute.task(call, target)).not.toHaveProperty('fact');
    expect(compute.task(call, target)).not.toHaveProperty('failed');
    expect(compute.answered({ f: { x: 1 } }, invocation)).toEqual({
      JobName: 'start',
      Status: 'SUCCEEDED',
      Container: { ExitCode: 0 },
    });
    expect(compute.failed({ name: 'RangeError', message: 'x' }, invocation).error).toBe('States.TaskFailed');
  });

  it('refuses a retry by error name, which a job does not tell', () => {
    const found = batch({ queue: 'jobs' }).check?.({ ...step, retry: { attempts: 2, on: ['Spot'] } });
    expect(found?.map(({ code, severity }) => [code, severity])).toEqual([['FLOW3501', 'error']]);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Json, StateMachine, TaskState } from '@flowmap/asl/language';
import {
  nestedExecutions,
  type NestedOptions,
  type Outcome,
  type Ports,
  run,
  type Running,
  simulatedClock,
  taskHandlers,
  type TaskHandlers,
} from '../src/index.js';
import { machine, task } from './machines.js';

const CHILD = 'arn:aws:states:us-east-1:123456789012:stateMachine:child';
const START = 'arn:aws:states:::states:startExecution';
const CHILD_RUN = 'arn:aws:states:us-east-1:123456789012:execution:child:first';
const EPOCH = Date.UTC(2025, 0, 1);

const double = machine({
  wait: { Type: 'Wait', Seconds: 60, Next: 'double' },
  double: { Type: 'Pass', Output: { n: '{% $states.input.n * 2 %}' }, End: true },
});

interface Started {
  readonly outcome: Promise<Outcome>;
  readonly children: Map<string, Running>;
  readonly ports: Partial<Ports>;
}

function start(
  fields: Partial<TaskState>,
  machines: NestedOptions['machines'],
  handlers: TaskHandlers = {},
  parent: StateMachine = machine({ work: task(fields) }),
): Started {
  const children = new Map<string, Running>();
  const clock = simulatedClock(EPOCH);
  const nested = nestedExecutions({ machines, ports: () => ports, onStart: (arn, one) => void children.set(arn, one) });
  const ports: Partial<Ports> & { clock: typeof clock } = { clock, task: taskHandlers({ ...nested, ...handlers }) };
  return { outcome: run(parent, {}, ports), children, ports };
}

const asked = (Input: Json, Name = 'first'): Json => ({ StateMachineArn: CHILD, Input, Name });

describe('an execution that another starts', () => {
  test('goes on by itself', async () => {
    const { outcome, children } = start({ Resource: START, Arguments: asked({ n: 2 }) }, { [CHILD]: double });
    expect(await outcome).toEqual({
      status: 'SUCCEEDED',
      output: {
        ExecutionArn: CHILD_RUN,
        SdkHttpMetadata: { HttpStatusCode: 200 },
        SdkResponseMetadata: { RequestId: '00000000-0000-4000-8000-000000000000' },
        StartDate: EPOCH,
      },
    });
    expect(await children.get(CHILD_RUN)?.outcome).toEqual({ status: 'SUCCEEDED', output: { n: 4 } });
  });

  const description = {
    ExecutionArn: CHILD_RUN,
    InputDetails: { Included: true },
    Name: 'first',
    OutputDetails: { Included: true },
    RedriveCount: 0,
    RedriveStatus: 'NOT_REDRIVABLE',
    RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    StartDate: EPOCH,
    StateMachineArn: CHILD,
    Status: 'SUCCEEDED',
    StopDate: EPOCH + 60_000,
  };

  test('is waited for, its data being text or values', async () => {
    const text = start({ Resource: `${START}.sync`, Arguments: asked({ n: 2 }) }, { child: double });
    expect(await text.outcome).toEqual({
      status: 'SUCCEEDED',
      output: { ...description, Input: '{"n":2}', Output: '{"n":4}' },
    });
    const values = start({ Resource: `${START}.sync:2`, Arguments: asked('{"n":2}') }, { child: double });
    expect(await values.outcome).toEqual({
      status: 'SUCCEEDED',
      output: { ...description, Input: { n: 2 }, Output: { n: 4 } },
    });
  });

  test('without input has an empty object', async () => {
    const same = machine({ same: { Type: 'Succeed' } });
    const { outcome } = start({ Resource: `${START}.sync:2`, Arguments: asked(null) }, { child: same });
    expect(await outcome).toMatchObject({ output: { Input: {}, Output: {} } });
  });

  const cause = (fields: string, status: string, stopped = EPOCH): string =>
    `{${fields}"ExecutionArn":"${CHILD_RUN}","Input":"{}","InputDetails":{"Included":true},"Name":"first",` +
    `"RedriveCount":0,"RedriveStatus":"REDRIVABLE","StartDate":${EPOCH},"StateMachineArn":"${CHILD}",` +
    `"Status":"${status}","StopDate":${stopped}}`;

  test.each<[string, StateMachine, string]>([
    [
      'an error and a cause',
      machine({ fail: { Type: 'Fail', Error: 'Boom', Cause: 'why' } }),
      cause('"Cause":"why","Error":"Boom",', 'FAILED'),
    ],
    ['an error alone', machine({ fail: { Type: 'Fail', Error: 'Boom' } }), cause('"Error":"Boom",', 'FAILED')],
    [
      'a timeout of its own',
      machine({ wait: { Type: 'Wait', Seconds: 60, End: true } }, { TimeoutSeconds: 5 }),
      cause('', 'TIMED_OUT', EPOCH + 5000),
    ],
  ])('that ends with %s fails the task that waits', async (_, child, explanation) => {
    for (const Resource of [`${START}.sync`, `${START}.sync:2`]) {
      const { outcome } = start({ Resource, Arguments: asked({}) }, { child });
      expect(await outcome).toEqual({ status: 'FAILED', error: 'States.TaskFailed', cause: explanation });
    }
  });

  test('is stopped with the task that waits for it', async () => {
    const { outcome, children } = start(
      { Resource: `${START}.sync`, Arguments: asked({ n: 1 }), TimeoutSeconds: 5 },
      { child: double },
    );
    expect(await outcome).toEqual({ status: 'FAILED', error: 'States.Timeout' });
    expect(await children.get(CHILD_RUN)?.outcome).toEqual({ status: 'ABORTED' });
  });

  test('may start others itself', async () => {
    const middle = machine({
      inner: task({
        Resource: `${START}.sync:2`,
        Arguments: { StateMachineArn: `${CHILD}:7`, Input: { n: 21 } },
        Output: '{% $states.result.Output.n %}',
      }),
    });
    const { outcome } = start(
      {
        Resource: `${START}.sync:2`,
        Arguments: { StateMachineArn: CHILD.replace('child', 'middle'), Input: {} },
        Output: '{% $states.result.Output %}',
      },
      { middle, child: double },
    );
    expect(await outcome).toEqual({ status: 'SUCCEEDED', output: 42 });
  });

  test('that does not exist fails the task', async () => {
    const { outcome } = start({ Resource: START, Arguments: asked({}) }, {});
    expect(await outcome).toMatchObject({
      error: 'StepFunctions.StateMachineDoesNotExistException',
      cause: expect.stringMatching(
        /^State Machine Does Not Exist: '.*:child' \(Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; /,
      ) as unknown as string,
    });
  });

  test('with input that is no JSON fails the task', async () => {
    const { outcome } = start({ Resource: START, Arguments: asked('{') }, { child: double });
    expect(await outcome).toMatchObject({ error: 'StepFunctions.InvalidExecutionInputException' });
  });

  test('that is EXPRESS cannot be waited for', async () => {
    const child = { definition: double, type: 'EXPRESS' } as const;
    const { outcome } = start({ Resource: `${START}.sync`, Arguments: asked({}) }, { child });
    await expect(outcome).rejects.toThrow('.sync is for STANDARD ones');
    const alone = start({ Resource: START, Arguments: asked({ n: 1 }) }, { child });
    const started = await alone.outcome;
    const [arn, running] = [...alone.children].at(0) ?? [];
    expect(arn).toMatch(new RegExp(`^${CHILD_RUN.replace('execution', 'express')}:.`));
    expect(started).toMatchObject({ output: { ExecutionArn: arn } });
    expect(await running?.outcome).toEqual({ status: 'SUCCEEDED', output: { n: 2 } });
  });

  test('without a handler for its task breaks the run', async () => {
    const { outcome } = start(
      { Resource: `${START}.sync`, Arguments: asked({}) },
      { child: machine({ work: task() }) },
    );
    await expect(outcome).rejects.toThrow("No handler for the task of the state 'work'");
  });
});

describe('a name', () => {
  const twice = (second: Json, wait: number): StateMachine =>
    machine({
      one: task({
        Resource: START,
        Arguments: asked({ n: 1 }),
        Assign: { one: '{% $states.result.ExecutionArn %}' },
        Next: 'wait',
      }),
      wait: { Type: 'Wait', Seconds: wait, Next: 'two' },
      two: task({
        Resource: START,
        Arguments: second,
        Output: { one: '{% $one %}', two: '{% $states.result.ExecutionArn %}' },
      }),
    });

  test('means the same execution, with the same input, while it runs', async () => {
    const { outcome, children } = start({}, { child: double }, {}, twice(asked({ n: 1 }), 10));
    expect(await outcome).toEqual({ status: 'SUCCEEDED', output: { one: CHILD_RUN, two: CHILD_RUN } });
    expect(children.size).toBe(1);
  });

  test.each([
    ['with another input', asked({ n: 2 }), 10],
    ['when it has ended', asked({ n: 1 }), 100],
  ])('is taken %s', async (_, second, wait) => {
    const { outcome } = start({}, { child: double }, {}, twice(second, wait));
    expect(await outcome).toMatchObject({ error: 'StepFunctions.ExecutionAlreadyExistsException' });
  });

  test('is made where none is given', async () => {
    const unnamed = { StateMachineArn: CHILD, Input: { n: 1 } };
    const definition = machine({
      one: task({ Resource: START, Arguments: unnamed, Next: 'two' }),
      two: task({ Resource: START, Arguments: unnamed }),
    });
    const { outcome, children } = start({}, { child: double }, {}, definition);
    await outcome;
    expect(children.size).toBe(2);
  });
});

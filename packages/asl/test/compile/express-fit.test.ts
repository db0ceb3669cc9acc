import { describe, expect, it } from '@jest/globals';
import type { Body } from '@flowmap/graph';
import { expressFit } from '../../src/compile/express-fit.js';
import type { States, TaskState } from '../../src/language/index.js';

const NO_STEPS: Body = { nodes: [] };
const LAMBDA = 'arn:aws:states:::lambda:invoke';
const task = (more: Partial<TaskState> = {}): TaskState => ({ Type: 'Task', Resource: LAMBDA, End: true, ...more });
const fit = (States: States, body = NO_STEPS): ReturnType<typeof expressFit> =>
  expressFit({ StartAt: 'a', States }, body);
const block = (state: TaskState): { StartAt: string; States: States } => ({ StartAt: 'b', States: { b: state } });

describe('what cannot run in an EXPRESS execution', () => {
  it.each<[string, States, string]>([
    [
      'a job',
      { a: task({ Resource: 'arn:aws:states:::batch:submitJob.sync' }) },
      'a waits for a job (batch:submitJob.sync)',
    ],
    [
      'an execution, its answer as JSON',
      { a: task({ Resource: 'arn:aws:states:::states:startExecution.sync:2' }) },
      'a waits for a job (states:startExecution.sync:2)',
    ],
    ['a task token', { a: task({ Resource: `${LAMBDA}.waitForTaskToken` }) }, 'a waits for a task token'],
    ['an activity', { a: task({ Resource: 'arn:aws:states:us-east-1:123456789012:activity:x' }) }, 'a is an activity'],
    [
      'a distributed Map',
      { a: { Type: 'Map', End: true, ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...block(task()) } } },
      'a is a distributed Map',
    ],
    [
      'one of these in a branch',
      { a: { Type: 'Parallel', End: true, Branches: [block(task({ Resource: `${LAMBDA}.waitForTaskToken` }))] } },
      'b waits for a task token',
    ],
  ])('%s', (_, states, refused) => {
    expect(fit(states).refused).toBe(refused);
  });

  it('are no calls that answer at once', () => {
    expect(fit({ a: task(), b: task({ Resource: 'arn:aws:states:::dynamodb:getItem' }) }).refused).toBeUndefined();
  });
});

describe('the longest time by timeouts', () => {
  const retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 2, BackoffRate: 2 }];

  it.each<[string, States, number]>([
    ['of a task without one is nothing', { a: task() }, 0],
    [
      'is that of all tasks on the way',
      { a: task({ TimeoutSeconds: 7, Next: 'b' }), b: task({ TimeoutSeconds: 5 }) },
      12,
    ],
    ['has all attempts and the waits before them', { a: task({ TimeoutSeconds: 10, Retry: retry }) }, 33],
    [
      'has no attempts after what a service says at once',
      {
        a: task({ TimeoutSeconds: 10, Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'], MaxAttempts: 10 }] }),
      },
      10,
    ],
    [
      'has what catches a failure behind the failure',
      {
        a: task({ TimeoutSeconds: 10, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'c' }] }),
        c: task({ TimeoutSeconds: 30 }),
      },
      40,
    ],
    [
      'is that of the longest of several ways',
      {
        a: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'b' }], Default: 'c' },
        b: task({ TimeoutSeconds: 3 }),
        c: task({ TimeoutSeconds: 4 }),
      },
      4,
    ],
    [
      'is that of the longest branch, and of one item',
      {
        a: {
          Type: 'Parallel',
          Branches: [block(task({ TimeoutSeconds: 3 })), block(task({ TimeoutSeconds: 5 }))],
          Next: 'm',
        },
        m: { Type: 'Map', End: true, ItemProcessor: block(task({ TimeoutSeconds: 20 })) },
      },
      25,
    ],
    ['has the waits', { a: { Type: 'Wait', Seconds: 60, Next: 'b' }, b: task() }, 60],
  ])('%s', (_, states, seconds) => {
    expect(fit(states).seconds).toBe(seconds);
  });
});

it('names the steps without a timeout, however deep', () => {
  const step = (id: string, timeoutSeconds?: number): Body['nodes'][number] => ({
    kind: 'step',
    id,
    in: {},
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  });
  const body: Body = {
    nodes: [
      step('one'),
      step('two', 5),
      { kind: 'foreach', id: 'each', items: { node: 'one', path: [] }, body: { nodes: [step('each/in')] } },
      { kind: 'choose', id: 'pick', by: { node: 'one', path: [] }, cases: { a: { nodes: [step('pick/a/in')] } } },
    ],
  };
  expect(fit({ a: task() }, body).unlimited).toEqual(['one', 'each/in', 'pick/a/in']);
});

import { describe, expect, it } from '@jest/globals';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import type { TaskRequest } from '@flowmap/engine';
import type { Answer, Invocation } from '@flowmap/graph';
import { openFailureLog } from '../src/failure-log.js';
import type { RunEvent } from '../src/progress/run-event.js';
import { taskPort, type StateFailure } from '../src/task-port.js';
import { TaskError } from '../src/workers/worker-pool.js';

const task: Invocation = { v: 1, step: 'work', run: 'r', i: '3', try: 1 };
const request = (resource: string, more: Partial<TaskRequest> = {}): TaskRequest => ({
  resource,
  arguments: { FunctionName: 'f', Payload: { ...task } },
  state: 'work',
  execution: 'arn',
  attempt: 0,
  signal: new AbortController().signal,
  submitted: () => undefined,
  started: () => undefined,
  heartbeat: () => undefined,
  hold: () => () => undefined,
  ...more,
});
const LAMBDA = 'arn:aws:states:::lambda:invoke';

const serve = (run: (task: Invocation) => Promise<Answer>) => {
  const events: RunEvent[] = [];
  const failures: StateFailure[] = [];
  const port = taskPort({
    computes: [lambda(), batch({ queue: 'jobs' })],
    pool: {
      run: (given, _signal, begun) => {
        begun();
        return run(given);
      },
    },
    states: (resource) => (resource.endsWith('getItem') ? Promise.resolve({ Item: {} }) : undefined),
    onEvent: (event) => events.push(event),
    onFailure: (failure) => failures.push(failure),
    now: () => 5,
  });
  return { port, events, failures };
};

describe('taskPort', () => {
  it('answers as the service of the compute does', async () => {
    const { port, events } = serve(() => Promise.resolve({ f: { each: 3 } }));
    expect(await port(request(LAMBDA))).toMatchObject({ StatusCode: 200, Payload: { f: { each: 3 } } });
    expect(events).toEqual([
      { type: 'task', at: 5, task },
      { type: 'answer', at: 5, task, answer: { f: { each: 3 } } },
    ]);
  });

  it('fails as the service of the compute does, and keeps what failed', async () => {
    const thrown = new TaskError({ name: 'Odd', message: 'no', stack: 'Odd: no\n    at a.ts:1:2' });
    const { port, events, failures } = serve(() => Promise.reject(thrown));
    const error = await port(request(LAMBDA)).catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({ name: 'Odd', message: expect.stringContaining('"errorMessage":"no"') });
    expect(events.map(({ type }) => type)).toEqual(['task', 'failure']);
    const log = openFailureLog();
    failures.forEach((failure) => log.add(failure));
    log.add({ ...failures[0]!, cause: 'another' });
    const { name, message } = error as Error;
    expect(log.behind({ status: 'FAILED', error: name, cause: message })).toBe(failures[0]);
    expect(log.behind({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' })?.cause).toBe('another');
    expect(log.behind({ status: 'FAILED', error: 'States.Runtime', cause: 'x' })).toBeUndefined();
  });

  it('tells of a range that goes on later as dropped, not as failed', async () => {
    const { port, events, failures } = serve(() =>
      Promise.reject(new TaskError({ name: 'Flowmap.Continue', message: '' })),
    );
    await expect(port(request(LAMBDA))).rejects.toMatchObject({ name: 'Flowmap.Continue' });
    expect(events.map(({ type }) => type)).toEqual(['task', 'dropped']);
    expect(failures).toEqual([]);
  });

  it.each([
    [{ error: 'States.Timeout' }, 'failure'],
    [new Error('stopped'), 'dropped'],
  ])('tells how a task ended that the engine gave up: %j', async (reason, type) => {
    const abort = new AbortController();
    const { port, events, failures } = serve(() => {
      abort.abort(reason);
      return Promise.reject(new Error('given up'));
    });
    await expect(port(request(LAMBDA, { signal: abort.signal }))).rejects.toThrow();
    expect(events.at(-1)?.type).toBe(type);
    expect(failures).toEqual([]);
  });

  describe('for an array job', () => {
    const array: Invocation = { v: 1, step: 'work', run: 'r', i: '', try: 0, array: true, from: 10, to: 13 };
    const job = (more: Partial<TaskRequest> = {}): TaskRequest =>
      request('arn:aws:states:::batch:submitJob.sync', {
        arguments: {
          ArrayProperties: { Size: 3 },
          RetryStrategy: { Attempts: 2 },
          ContainerOverrides: { Environment: [{ Name: 'FLOWMAP_TASK', Value: JSON.stringify(array) }] },
        },
        ...more,
      });
    const bad = new TaskError({ name: 'Odd', message: 'no' });
    const died = new TaskError({ name: 'Lambda.Unknown', message: 'killed' }, { died: true });

    it('runs each child, starts again the one that died, and answers as the service does', async () => {
      const { port, events } = serve(({ i, try: attempt }) =>
        i === '11' && attempt === 0 ? Promise.reject(died) : Promise.resolve({}),
      );
      expect(await port(job())).toMatchObject({
        Status: 'SUCCEEDED',
        ArrayProperties: { Size: 3, StatusSummary: { SUCCEEDED: 3, FAILED: 0 } },
      });
      const ended = events.filter(({ type }) => type !== 'task');
      expect(ended).toHaveLength(4);
      expect(ended).toContainEqual(
        expect.objectContaining({ type: 'failure', task: expect.objectContaining({ i: '11', try: 0 }), again: true }),
      );
    });

    it('fails as the service does when all have ended, and keeps the first that failed', async () => {
      const { port, events, failures } = serve(({ i }) => (i === '10' ? Promise.reject(bad) : Promise.resolve({})));
      const error = await port(job()).catch((caught: unknown) => caught as Error);
      expect(error).toMatchObject({ name: 'States.TaskFailed', message: expect.stringContaining('"FAILED":1') });
      expect(events.flatMap((event) => (event.type === 'failure' ? [event.again] : []))).toEqual([false]);
      expect(events.filter(({ type }) => type === 'answer')).toHaveLength(2);
      expect(failures).toMatchObject([{ task: { i: '10' }, own: { name: 'Odd' }, error: 'States.TaskFailed' }]);
    });

    it('begins the time limits of the state once', async () => {
      let begun = 0;
      const { port } = serve(() => Promise.resolve({}));
      await port(job({ hold: () => () => void (begun += 1) }));
      expect(begun).toBe(1);
    });

    it('gives all up when the engine does', async () => {
      const abort = new AbortController();
      const { port, events, failures } = serve(() => {
        abort.abort(new Error('stopped'));
        return Promise.reject(new Error('given up'));
      });
      await expect(port(job({ signal: abort.signal }))).rejects.toThrow();
      expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['task', 'dropped']));
      expect(failures).toEqual([]);
    });
  });

  it('hands the states of the metadata store on, and refuses any other resource by name', async () => {
    const { port } = serve(() => Promise.resolve({}));
    expect(await port(request('arn:aws:states:::dynamodb:getItem'))).toEqual({ Item: {} });
    expect(() => port(request('arn:aws:states:::sqs:sendMessage'))).toThrow(
      'the state work calls arn:aws:states:::sqs:sendMessage, which a local run does not serve',
    );
  });
});

import { describe, expect, it } from '@jest/globals';
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

const serve = (run: () => Promise<Answer>) => {
  const events: RunEvent[] = [];
  const failures: StateFailure[] = [];
  const port = taskPort({
    computes: [lambda()],
    pool: {
      run: (_task, _signal, begun) => {
        begun();
        return run();
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

  it('hands the states of the metadata store on, and refuses any other resource by name', async () => {
    const { port } = serve(() => Promise.resolve({}));
    expect(await port(request('arn:aws:states:::dynamodb:getItem'))).toEqual({ Item: {} });
    expect(() => port(request('arn:aws:states:::sqs:sendMessage'))).toThrow(
      'the state work calls arn:aws:states:::sqs:sendMessage, which a local run does not serve',
    );
  });
});

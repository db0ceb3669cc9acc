import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { flow } from '@flowmap/flow';
import { runBatchCommand } from '../src/batch.js';
import { lambdaHandler } from '../src/lambda.js';
import { processClock } from '../src/process-clock.js';
import type { WorkerReply, WorkerRequest } from '../src/worker.js';
import { serveWorker } from '../src/worker.js';
import { DEPLOYMENT, openWorld, RUN, type World } from './support/world.js';

const program = flow({ name: 'f' }, ({ step, foreach }) => {
  const start = step('start', ({ log }) => {
    log('hello');
    return [1, 2, 3];
  });
  foreach('each', { items: start.out, tolerate: { count: 3 } }, (n, s) =>
    s.step('x', { in: { n } }, ({ in: { n }, attempt, signal }) => {
      if (n === 3)
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
      throw Object.assign(new Error(`attempt ${attempt}`), { name: 'Busy' });
    }),
  );
});

const place = ({ objects, metadata, clock }: World) => ({ objects, metadata, clock, deployment: DEPLOYMENT });
const start = { v: 1, step: 'start', run: RUN, i: '', try: 0 } as const;
const item = { v: 1, step: 'each/x', run: RUN, i: '0', try: 0 } as const;

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  for (const level of ['log', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation((line: string) => void printed.push(line));
  }
});
afterEach(() => void jest.restoreAllMocks());

describe('lambdaHandler', () => {
  const context = { getRemainingTimeInMillis: () => 900_000 };

  test('answers, and prints what is logged as JSON', async () => {
    const world = await openWorld(program);
    const handler = lambdaHandler(program, () => place(world));
    expect(await handler(start, context)).toEqual({ f: { each: 3 } });
    expect(printed.map((line) => JSON.parse(line) as unknown)).toEqual([
      { time: expect.any(String), address: 'test/r1/start', attempt: 1, message: 'hello' },
    ]);
  });

  test('throws an error under its own name, from which the service takes the error type', async () => {
    const world = await openWorld(program);
    const handler = lambdaHandler(program, () => place(world));
    await handler(start, context);
    await expect(handler(item, context)).rejects.toMatchObject({ name: 'Busy', message: 'attempt 1' });
    await expect(handler({ v: 3 }, context)).rejects.toMatchObject({ name: 'Flowmap.BadInvocation' });
  });

  test('stops a range in time', async () => {
    const world = await openWorld(program);
    const handler = lambdaHandler(program, () => place(world));
    await handler(start, context);
    const range = handler({ ...item, i: '', from: 0, to: 3 }, context);
    await expect(range).rejects.toMatchObject({ name: 'Flowmap.Continue' });
    expect(world.clock.now() - Date.UTC(2030, 0, 1)).toBe(895_000);
  });

  test('opens its stores once, and again after a failure', async () => {
    const world = await openWorld(program);
    let opened = 0;
    const handler = lambdaHandler(program, async () => {
      opened += 1;
      if (opened === 1) throw new Error('no credentials yet');
      return place(world);
    });
    await expect(handler(start, context)).rejects.toThrow('no credentials yet');
    await handler(start, context);
    await handler(start, context);
    expect(opened).toBe(2);
  });
});

describe('runBatchCommand', () => {
  test('runs its task: exit status 0, facts in the metadata store', async () => {
    const world = await openWorld(program);
    expect(await runBatchCommand(program, { FLOWMAP_TASK: JSON.stringify(start) }, place(world))).toBe(0);
    expect(await world.metadata.facts('test/r1/start')).toEqual({ each: 3 });
  });

  test('prints the error of its task, and counts the attempts of the service', async () => {
    const world = await openWorld(program);
    await world.task('start');
    const env = { FLOWMAP_TASK: JSON.stringify(item), AWS_BATCH_JOB_ATTEMPT: '3' };
    expect(await runBatchCommand(program, env, place(world))).toBe(1);
    expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({
      time: expect.any(String),
      address: 'test/r1/each/x/0',
      attempt: 3,
      error: 'Busy',
      message: 'attempt 3',
    });
  });

  test('publishes how many items of a range failed', async () => {
    const world = await openWorld(program);
    await world.task('start');
    const env = { FLOWMAP_TASK: JSON.stringify({ ...item, i: '', from: 0, to: 2 }) };
    expect(await runBatchCommand(program, env, place(world))).toBe(0);
    expect(await world.metadata.facts('test/r1/each/x/0-1')).toEqual({ failed: 2 });
  });

  test('stores what a range has when the container is stopped', async () => {
    const world = await openWorld(program);
    await world.task('start');
    const control = new AbortController();
    const env = { FLOWMAP_TASK: JSON.stringify({ ...item, i: '', from: 0, to: 3 }) };
    const job = runBatchCommand(program, env, { ...place(world), signal: control.signal });
    setTimeout(() => control.abort(new Error('SIGTERM')), 20);
    expect(await job).toBe(1);
    expect(await world.keys('test/r1/_parts/')).toEqual(['_parts/each/x/0-2/0-1']);
  });

  const array = { ...item, i: '', from: 1, to: 3, array: true };

  test('finds the item of a child of an array job, and says by its exit status that it failed for good', async () => {
    const world = await openWorld(program);
    await world.task('start');
    const env = { FLOWMAP_TASK: JSON.stringify(array), AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ATTEMPT: '2' };
    expect(await runBatchCommand(program, env, place(world))).toBe(65);
    expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ error: 'Busy', message: 'attempt 2' });
    expect(await world.keys('test/r1/_')).toEqual([expect.stringContaining('each/1')]);
  });

  test('lets the service try a child again that was stopped', async () => {
    const world = await openWorld(program);
    await world.task('start');
    const control = new AbortController();
    const env = { FLOWMAP_TASK: JSON.stringify(array), AWS_BATCH_JOB_ARRAY_INDEX: '1' };
    const job = runBatchCommand(program, env, { ...place(world), signal: control.signal });
    setTimeout(() => control.abort(new Error('SIGTERM')), 20);
    expect(await job).toBe(1);
  });

  test('takes an array of one item for a job of its own, which has no number', async () => {
    const world = await openWorld(program);
    await world.task('start');
    const env = { FLOWMAP_TASK: JSON.stringify({ ...array, to: 2 }) };
    expect(await runBatchCommand(program, env, place(world))).toBe(65);
  });

  test.each([
    [undefined, 'AWS_BATCH_JOB_ARRAY_INDEX is not set, for the items 1 to 2'],
    ['2', 'AWS_BATCH_JOB_ARRAY_INDEX is 2'],
    ['x', 'AWS_BATCH_JOB_ARRAY_INDEX is x'],
  ])('refuses the number %j in an array of two', async (number, message) => {
    const world = await openWorld(program);
    const env = { FLOWMAP_TASK: JSON.stringify(array), AWS_BATCH_JOB_ARRAY_INDEX: number };
    expect(await runBatchCommand(program, env, place(world))).toBe(1);
    expect(printed.at(-1)).toContain(message);
  });

  test.each([
    [undefined, 'FLOWMAP_TASK is not set'],
    ['{', 'FLOWMAP_TASK is no JSON'],
    ['{}', 'v is undefined'],
  ])('refuses %j', async (text, message) => {
    const world = await openWorld(program);
    expect(await runBatchCommand(program, { FLOWMAP_TASK: text }, place(world))).toBe(1);
    expect(printed.at(-1)).toContain('Flowmap.BadInvocation');
    expect(printed.at(-1)).toContain(message);
  });
});

describe('serveWorker', () => {
  async function served(): Promise<{
    send(message: WorkerRequest): void;
    reply(): Promise<WorkerReply>;
    world: World;
  }> {
    const world = await openWorld(program);
    const replies: WorkerReply[] = [];
    let wake = (): void => undefined;
    let listener: (message: WorkerRequest) => void = () => undefined;
    serveWorker(program, place(world), {
      on: (_, given) => void (listener = given),
      send(message) {
        replies.push(structuredClone(message));
        wake();
      },
    });
    return {
      world,
      send: (message) => listener(message),
      async reply() {
        while (replies.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        return replies.shift() as WorkerReply;
      },
    };
  }

  test('answers under the number of the request, after what was logged', async () => {
    const { send, reply } = await served();
    send({ id: 4, invocation: start });
    expect(await reply()).toEqual({
      log: { address: 'test/r1/start', attempt: 1, message: 'hello', at: expect.any(Number) },
    });
    expect(await reply()).toEqual({ id: 4, answer: { f: { each: 3 } } });
  });

  test('sends an error as data', async () => {
    const { send, reply, world } = await served();
    await world.task('start');
    send({ id: 5, invocation: item });
    expect(await reply()).toEqual({
      id: 5,
      error: { name: 'Busy', message: 'attempt 1', stack: expect.stringContaining('entries.test.ts') },
    });
  });

  test('gives up a task, and goes on with others', async () => {
    const { send, reply, world } = await served();
    await world.task('start');
    send({ id: 6, invocation: { ...item, i: '2' } });
    send({ id: 7, invocation: item });
    expect(await reply()).toMatchObject({ id: 7 });
    send({ id: 6, abort: true });
    expect(await reply()).toMatchObject({ id: 6, error: { message: 'the task was given up' } });
    send({ id: 6, abort: true });
    send({ id: 8, invocation: start });
    expect(await reply()).toMatchObject({ id: 8 });
  });
});

describe('processClock', () => {
  test('waits, and stops waiting when it is told to', async () => {
    const clock = processClock();
    const begun = clock.now();
    await clock.wait(15, new AbortController().signal);
    expect(clock.now() - begun).toBeGreaterThanOrEqual(14);
    const control = new AbortController();
    const long = clock.wait(2 ** 40, control.signal);
    control.abort(new Error('enough'));
    await expect(long).rejects.toThrow('enough');
    await expect(clock.wait(1, control.signal)).rejects.toThrow('enough');
  });
});

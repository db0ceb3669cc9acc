import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Invocation } from '@flowmap/graph';
import { openPool, type PoolOptions, type WorkerPool } from '../../src/workers/worker-pool.js';

jest.setTimeout(60_000);

const task = (step: string): Invocation => ({ v: 1, step, run: 'r', i: '', try: 0 });
const never = (): AbortSignal => new AbortController().signal;
const idle = (): void => undefined;

let pool: WorkerPool;
afterEach(() => pool.close());

const open = (options: Partial<PoolOptions> = {}): WorkerPool => {
  pool = openPool({
    program: { file: new URL('./worker.fixture.mjs', import.meta.url), arguments: [] },
    size: 2,
    tasksPerWorker: 1,
    message: idle,
    printed: idle,
    ...options,
  });
  return pool;
};

describe('openPool', () => {
  it('runs tasks in processes and gives their answers', async () => {
    const { run } = open();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => run(task(`count:${i}`), never(), idle)));
    expect(answers.map(({ f }) => f?.['n'])).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('begins waiting tasks in the order of their calls', async () => {
    const { run } = open({ size: 1 });
    const begun: number[] = [];
    await Promise.all(Array.from({ length: 8 }, (_, i) => run(task(`count:${i}`), never(), () => begun.push(i))));
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('starts no more processes than it may, and fills each with no more tasks than it may', async () => {
    const { run } = open({ size: 2, tasksPerWorker: 2 });
    let begun = 0;
    const answers = Array.from({ length: 10 }, () => run(task('wait:20'), never(), () => (begun += 1)));
    expect(begun).toBe(4);
    const pids = (await Promise.all(answers)).map(({ f }) => f?.['pid']);
    expect(new Set(pids).size).toBe(2);
    expect(begun).toBe(10);
  });

  it('fails a task with its own error', async () => {
    const error = await open()
      .run(task('fail:no such city'), never(), idle)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'Odd',
      message: 'no such city',
      stack: expect.stringContaining('flow.ts:3:4'),
    });
  });

  it('fails the task of a process that dies, and goes on with another process', async () => {
    const { run } = open({ size: 1 });
    const before = await run(task('pid'), never(), idle);
    await expect(run(task('exit:137'), never(), idle)).rejects.toMatchObject({
      name: 'Lambda.Unknown',
      message: expect.stringContaining('137'),
    });
    const after = await run(task('pid'), never(), idle);
    expect(after.f?.['pid']).not.toBe(before.f?.['pid']);
  });

  it('drops a waiting task whose signal aborts', async () => {
    const { run } = open({ size: 1 });
    const abort = new AbortController();
    const first = run(task('wait:50'), never(), idle);
    let begun = false;
    const second = run(task('count:1'), abort.signal, () => (begun = true));
    abort.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    await first;
    await run(task('count:2'), never(), idle);
    expect(begun).toBe(false);
  });

  it('asks a running task to end, and keeps the process of one that listens', async () => {
    const { run } = open({ size: 1 });
    const before = await run(task('pid'), never(), idle);
    const abort = new AbortController();
    const slow = run(task('wait:10000'), abort.signal, idle);
    abort.abort(new Error('enough'));
    await expect(slow).rejects.toThrow('enough');
    const after = await run(task('pid'), never(), idle);
    expect(after.f?.['pid']).toBe(before.f?.['pid']);
  });

  it('kills the process of a task that does not listen', async () => {
    const { run } = open({ size: 1, patience: 50 });
    const before = await run(task('pid'), never(), idle);
    const abort = new AbortController();
    const slow = run(task('deaf'), abort.signal, idle);
    abort.abort(new Error('enough'));
    await expect(slow).rejects.toThrow('enough');
    const after = await run(task('pid'), never(), idle);
    expect(after.f?.['pid']).not.toBe(before.f?.['pid']);
  });

  it('tells what a process printed, with the task that it ran', async () => {
    const printed: [string, string[]][] = [];
    const { run } = open({ printed: (text, tasks) => printed.push([text, tasks.map(({ step }) => step)]) });
    await run(task('print:hello'), never(), idle);
    expect(printed).toEqual([['hello', ['print:hello']]]);
  });

  it('hands on other messages and sends replies back', async () => {
    const { run } = open({
      message: (message, reply) => reply({ said: `${(message as { question: string }).question}!` }),
    });
    expect(await run(task('ask:really'), never(), idle)).toEqual({ f: { said: 'really!' } });
  });

  it('fails what runs when it is closed', async () => {
    const { run, close } = open();
    const running = expect(run(task('wait:10000'), never(), idle)).rejects.toThrow('SIGKILL');
    await close();
    await running;
  });
});

import { describe, expect, test } from '@jest/globals';
import { flow } from '@flowmap/flow';
import { artifactsOf } from '@flowmap/store';
import { lambdaHandler } from '../src/lambda.js';
import type { WorkerLogs } from '../src/ports.js';
import { DEPLOYMENT, openWorld, RUN, type World } from './support/world.js';

/** A step that takes so many seconds, and reads its world's log places while it runs. */
function open(seconds: number): Promise<World> {
  const program = flow({ name: 'f' }, ({ step }) => {
    step('slow', async ({ signal }) => {
      if (seconds > 0) await opened.clock.wait(seconds * 1000, signal);
    });
  });
  let opened: World;
  return openWorld(program).then((world) => (opened = world));
}

const place = { group: '/flowmap/test', stream: 's' };
const logs = (more: Partial<WorkerLogs> = {}): WorkerLogs => ({ place: async () => place, ...more });
const found = (world: World) => artifactsOf(world.objects, `${DEPLOYMENT}/${RUN}`).logs(`${DEPLOYMENT}/${RUN}/slow`);

describe('the place of a log', () => {
  test('is written when a task has run for ten seconds, and not before', async () => {
    const short = await open(9.9);
    await short.task('slow', '', {}, { logs: logs() });
    expect(await found(short)).toEqual([]);
    const long = await open(10.1);
    await long.task('slow', '', { try: 2 }, { logs: logs() });
    expect(await found(long)).toEqual([
      { v: 1, address: 'test/r1/slow', attempt: 3, started: '2030-01-01T00:00:00.000Z', ...place },
    ]);
  });

  test('is written while the task runs, so that it is there when the worker is killed', async () => {
    const world = await open(1e9);
    const control = new AbortController();
    const task = world.task('slow', '', {}, { logs: logs({ after: 20_000 }), signal: control.signal });
    while ((await found(world)).length === 0) await new Promise((resolve) => setImmediate(resolve));
    control.abort(new Error('killed'));
    await expect(task).rejects.toThrow('killed');
  });

  test('is written at once where that is asked for, also of a task that takes no time', async () => {
    const world = await open(0);
    await world.task('slow', '', {}, { logs: logs({ after: 0, place: async () => ({ ...place, job: 'b' }) }) });
    expect(await found(world)).toMatchObject([{ job: 'b' }]);
  });

  test('that cannot be found out, or written, fails no task', async () => {
    for (const where of [async () => undefined, async () => Promise.reject(new Error('no metadata'))]) {
      const world = await open(0);
      await world.task('slow', '', {}, { logs: logs({ after: 0, place: where }) });
      expect(await found(world)).toEqual([]);
    }
  });

  test('has the request of a function', async () => {
    const world = await open(11);
    const { objects, metadata, clock } = world;
    const handler = lambdaHandler(world.flow, () => ({
      objects,
      metadata,
      clock,
      deployment: DEPLOYMENT,
      logs: logs(),
    }));
    const context = { getRemainingTimeInMillis: () => 900_000, awsRequestId: 'q-1' };
    await handler({ v: 1, step: 'slow', run: RUN, i: '', try: 0 }, context);
    expect(await found(world)).toMatchObject([{ ...place, request: 'q-1' }]);
  });
});

test('what a step prints is logged with its address, that of the item within a range', async () => {
  const { captureOutput } = await import('../src/printing/index.js');
  const out = { write: (_text: string | Uint8Array): boolean => true };
  captureOutput([out]);
  const program = flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => [1, 2]);
    foreach('each', { items: start.out }, (n, s) =>
      s.step('x', { in: { n } }, ({ in: { n } }) => void out.write(`item ${n}\n`)),
    );
  });
  const world = await openWorld(program);
  await world.task('start');
  await world.range('each/x', 0, 2);
  expect(world.logs.map(({ address, attempt, message }) => [address, attempt, message])).toEqual([
    ['test/r1/each/x/0', 1, 'item 1'],
    ['test/r1/each/x/1', 1, 'item 2'],
  ]);
});

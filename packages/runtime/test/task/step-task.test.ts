import { describe, expect, test } from '@jest/globals';
import type { TaskError } from '@flowmap/flow';
import { flow } from '@flowmap/flow';
import { openWorld } from '../support/world.js';

test('the code is told its address and attempt, and what it logs is passed on with them', async () => {
  const program = flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => [0, 1]);
    return foreach('each', { items: start.out }, (n, s) =>
      s.step('x', { in: { n } }, ({ address, attempt, signal, log }) => {
        log('begun');
        return { address, attempt, aborted: signal.aborted };
      }),
    );
  });
  const world = await openWorld(program);
  await world.task('start');
  await world.task('each/x', '0', { try: 2 });
  await world.range('each/x', 1, 2);
  const result = (await world.result()) as { toArray(): Promise<unknown> };
  expect(await result.toArray()).toEqual([
    { address: 'test/r1/each/x/0', attempt: 3, aborted: false },
    { address: 'test/r1/each/x/1', attempt: 1, aborted: false },
  ]);
  expect(world.logs).toEqual([
    { address: 'test/r1/each/x/0', attempt: 3, message: 'begun', at: world.clock.now() },
    { address: 'test/r1/each/x/1', attempt: 1, message: 'begun', at: world.clock.now() },
  ]);
});

test('a thrown error crosses as name, message, stack and data', async () => {
  class QuotaError extends Error {
    override name = 'QuotaError';
    readonly left = { day: 3 };
  }
  const program = flow({ name: 'f' }, ({ step }) => {
    step('start', () => {
      throw new QuotaError('none left');
    });
  });
  const world = await openWorld(program);
  const failure = await world.task('start').catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'QuotaError', message: 'none left', data: { left: { day: 3 } } });
  expect(String((failure as Error).stack)).toMatch(/step-task\.test\.ts:\d+/);
});

describe('a catch handler', () => {
  const make = () => {
    const caught: TaskError[] = [];
    const program = flow({ name: 'f' }, ({ step, foreach }) => {
      const start = step('start', () => 7);
      const risky = step('risky', { in: { n: start.out } }, ({ in: { n } }): string[] => {
        throw Object.assign(new Error(`no ${n}`), { name: 'Risk', n });
      }).catch('saved', ({ in: { n }, error }) => {
        caught.push(error);
        return [`saved ${n}`, 'x'];
      });
      foreach('each', { items: risky.out }, (one, s) => s.step('x', { in: { one } }, ({ in: { one } }) => one));
      return risky;
    });
    return { caught, program };
  };
  const cause = JSON.stringify({ errorType: 'Risk', errorMessage: 'no 7', trace: ['Risk: no 7', '    at x'] });

  test('gets the inputs and the whole error, and its output stands for the step’s, facts included', async () => {
    const { caught, program } = make();
    const world = await openWorld(program);
    await world.task('start');
    await expect(world.task('risky')).rejects.toThrow('no 7');
    const answer = await world.task('saved', '', { error: { Error: 'Risk', Cause: cause.slice(0, 40) } });
    expect(answer).toEqual({ f: { each: 2 } });
    expect(await world.metadata.facts('test/r1/saved')).toEqual({ each: 2 });
    expect(caught[0]).toMatchObject({ name: 'Risk', message: 'no 7', data: { n: 7 } });
    expect(caught[0]?.stack).toContain('step-task.test.ts');
    expect(await world.result()).toEqual(['saved 7', 'x']);
  });

  test('gets what a service says where the step left nothing, or something else', async () => {
    const { caught, program } = make();
    const world = await openWorld(program);
    await world.task('start');
    await world.task('saved', '', { error: { Error: 'Risk', Cause: cause } });
    expect(caught[0]).toEqual({ name: 'Risk', message: 'no 7', stack: 'Risk: no 7\n    at x' });

    const other = make();
    const second = await openWorld(other.program);
    await second.task('start');
    await expect(second.task('risky')).rejects.toThrow('no 7');
    await second.task('saved', '', { error: { Error: 'States.Timeout', Cause: '' } });
    expect(other.caught[0]).toEqual({ name: 'States.Timeout', message: '' });
  });

  test('gets what the step left where the service cannot say it', async () => {
    const { caught, program } = make();
    const world = await openWorld(program);
    await world.task('start');
    await expect(world.task('risky')).rejects.toThrow('no 7');
    const job = JSON.stringify({ StatusReason: 'Essential container in task exited', Container: { ExitCode: 1 } });
    await world.task('saved', '', { error: { Error: 'States.TaskFailed', Cause: job } });
    expect(caught[0]).toMatchObject({ name: 'Risk', message: 'no 7' });
  });

  test('wins over an attempt of the step that ends later', async () => {
    let slow = true;
    let release = (): void => undefined;
    const program = flow({ name: 'f' }, ({ step }) =>
      step('risky', async () => {
        if (slow) await new Promise<void>((resolve) => (release = resolve));
        return 'late';
      }).catch('saved', () => 'saved'),
    );
    const world = await openWorld(program);
    const late = world.task('risky');
    await new Promise((resolve) => setImmediate(resolve));
    await world.task('saved', '', { error: { Error: 'States.Timeout', Cause: '' } });
    slow = false;
    release();
    await late;
    expect(await world.result()).toBe('saved');
  });
});

test('the error of a step is not hidden by a store that fails as well', async () => {
  const program = flow({ name: 'f' }, ({ step }) => {
    step('start', () => {
      throw new Error('the cause');
    }).catch('saved', () => 1);
  });
  const world = await openWorld(program);
  world.objects.put = () => Promise.reject(new Error('disk full'));
  await expect(world.task('start')).rejects.toThrow('the cause');
});

import { describe, expect, test } from '@jest/globals';
import { flow } from '@flowmap/flow';
import { dispatch } from '../src/dispatch.js';
import { readInvocation } from '../src/invocation.js';
import { openWorld } from './support/world.js';

const program = flow({ name: 'f' }, ({ step, foreach }) => {
  const start = step('start', () => [1]);
  foreach('each', { items: start.out }, (n, s) => s.step('x', { in: { n } }, ({ in: { n } }) => n));
});

describe('an invocation is refused', () => {
  test.each([
    ['no object', 7, 'it is no object'],
    ['an unknown version', { v: 2, step: 'a', run: 'r', i: '', try: 0 }, 'v is 2, and this program knows 1'],
    ['no step', { v: 1, run: 'r', i: '', try: 0 }, 'step is no name'],
    ['a run that leads elsewhere', { v: 1, step: 'a', run: '../r', i: '', try: 0 }, 'run is no run id'],
    ['an index path that is none', { v: 1, step: 'a', run: 'r', i: '../1', try: 0 }, 'i is no index path'],
    ['half a range', { v: 1, step: 'a', run: 'r', i: '', try: 0, from: 1 }, 'from and to are no range'],
    ['an empty range', { v: 1, step: 'a', run: 'r', i: '', try: 0, from: 1, to: 1 }, 'from and to are no range'],
    ['an error that is none', { v: 1, step: 'a', run: 'r', i: '', try: 0, error: {} }, 'error has no Error and Cause'],
    ['several faults', { v: 1, step: '', run: 'r', i: '', try: -1 }, 'step is no name; try is no number of attempts'],
  ])('%s', (_, value, fault) => {
    expect(() => readInvocation(value)).toThrow(
      expect.objectContaining({ code: 'BAD_INVOCATION', message: `this is no task: ${fault}` }),
    );
  });

  test.each([
    ['a step', 'start', '3', {}],
    ['an item', 'each/x', '', {}],
    ['a deeper item', 'each/x', '1.2', {}],
    ['a range', 'each/x', '0', { from: 0, to: 1 }],
    ['a range of what is no item', 'start', '', { from: 0, to: 1 }],
    ['a range of a foreach', 'each', '', { from: 0, to: 1 }],
  ])('at a position that does not fit %s', async (_, step, i, more) => {
    const world = await openWorld(program);
    await expect(world.task(step, i, more)).rejects.toMatchObject({ name: 'Flowmap.BadInvocation' });
  });

  test('for a step that the flow does not have', async () => {
    const world = await openWorld(program);
    await expect(world.task('gone')).rejects.toMatchObject({
      name: 'Flowmap.UnknownStep',
      message: 'flow f has no step gone',
    });
  });
});

test('nothing runs when the task was given up before', async () => {
  const world = await openWorld(program);
  const signal = AbortSignal.abort(new Error('given up'));
  const task = dispatch(program, { v: 1, step: 'start', run: 'r1', i: '', try: 0 }, world.ports({ signal }));
  await expect(task).rejects.toThrow('given up');
  expect(await world.keys()).toEqual([]);
});

test('parameters are read once for all tasks of a run in a process', async () => {
  const world = await openWorld(program);
  let reads = 0;
  const { run } = world.metadata;
  world.metadata.run = (deployment, id) => {
    reads += 1;
    return run(deployment, id);
  };
  await world.task('start');
  await world.task('each/x', '0');
  expect(reads).toBe(1);
});

test('parameters that could not be read are read again', async () => {
  const world = await openWorld(program);
  const { run } = world.metadata;
  world.metadata.run = () => Promise.reject(new Error('throttled'));
  await expect(world.task('start')).rejects.toThrow('throttled');
  world.metadata.run = run;
  expect(await world.task('start')).toEqual({ f: { each: 1 } });
});

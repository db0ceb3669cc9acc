import { describe, expect, test } from '@jest/globals';
import { flow } from '@flowmap/flow';
import fc from 'fast-check';
import { interleaved } from '../support/interleaved.js';
import { openWorld } from '../support/world.js';

/** A step that gives another list each time it runs. */
function counting() {
  let runs = 0;
  const program = flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => Array.from({ length: ++runs }, () => runs));
    foreach('each', { items: start.out }, (n, s) => s.step('x', { in: { n } }, ({ in: { n } }) => n));
    return start;
  });
  return { program, runs: () => runs };
}

describe('a task leaves one result', () => {
  test('when it is run again after its end: its code is not', async () => {
    const { program, runs } = counting();
    const world = await openWorld(program);
    expect(await world.task('start')).toEqual({ f: { each: 1 } });
    expect(await world.task('start', '', { try: 1 })).toEqual({ f: { each: 1 } });
    expect(runs()).toBe(1);
  });

  test('when a zombie ends late: the one that committed is the answer of both', async () => {
    let release = (): void => undefined;
    let first = true;
    const program = flow({ name: 'f' }, ({ step, foreach }) => {
      const start = step('start', async () => {
        if (!first) return ['live', 'live'];
        first = false;
        await new Promise<void>((resolve) => (release = resolve));
        return ['zombie'];
      });
      foreach('each', { items: start.out }, (n, s) => s.step('x', { in: { n } }, ({ in: { n } }) => n));
      return start;
    });
    const world = await openWorld(program);
    const zombie = world.task('start');
    // Let it reach the code.
    await new Promise((resolve) => setImmediate(resolve));
    expect(await world.task('start', '', { try: 1 })).toEqual({ f: { each: 2 } });
    release();
    expect(await zombie).toEqual({ f: { each: 2 } });
    expect(await world.result()).toEqual(['live', 'live']);
    expect(await world.metadata.facts('test/r1/start')).toEqual({ each: 2 });
  });

  test('whatever way several attempts meet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 4 }), async (scheduler, attempts) => {
        const { program } = counting();
        const world = await openWorld(program, { objects: interleaved(scheduler) });
        const all = Promise.all(Array.from({ length: attempts }, (_, k) => world.task('start', '', { try: k })));
        const answers = await scheduler.waitFor(all);
        expect(new Set(answers.map((answer) => answer.f?.['each'])).size).toBe(1);
        const stored = await scheduler.waitFor(world.result());
        expect(stored).toHaveLength(Number(answers[0]?.f?.['each']));
        expect(await world.metadata.facts('test/r1/start')).toEqual(answers[0]?.f);
      }),
      { numRuns: 100 },
    );
  });
});

test('facts are published again by the next attempt when the one that committed died before', async () => {
  const { program } = counting();
  const world = await openWorld(program);
  const { putFacts } = world.metadata;
  world.metadata.putFacts = () => Promise.reject(new Error('killed'));
  await expect(world.task('start')).rejects.toThrow('killed');
  expect(await world.metadata.facts('test/r1/start')).toBeUndefined();
  world.metadata.putFacts = putFacts;
  expect(await world.task('start', '', { try: 1 })).toEqual({ f: { each: 1 } });
  expect(await world.metadata.facts('test/r1/start')).toEqual({ each: 1 });
});

test('what cannot be stored is refused with its path, and nothing is committed', async () => {
  const program = flow({ name: 'f' }, ({ step }) => step('start', () => ({ conn: { socket: () => 1 } })));
  const world = await openWorld(program);
  await expect(world.task('start')).rejects.toMatchObject({
    name: 'Flowmap.ArtifactNotStorable',
    message: expect.stringContaining('start.out.conn.socket'),
  });
  expect(await world.keys()).toEqual([]);
});

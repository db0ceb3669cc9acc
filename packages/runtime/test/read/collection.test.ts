import { describe, expect, test } from '@jest/globals';
import type { Collection, StepFunction } from '@flowmap/flow';
import { flow } from '@flowmap/flow';
import type { FlowGraph, Reference } from '@flowmap/graph';
import { isResults } from '../../src/read/collection.js';
import { openWorld, type World } from '../support/world.js';

const program = flow({ name: 'f' }, ({ step, foreach }) => {
  const start = step('start', () => Array.from({ length: 1000 }, (_, k) => k));
  return foreach('each', { items: start.out }, (n, s) =>
    s.step('x', { in: { n } }, ({ in: { n } }) => ({ n, twice: n * 2 })),
  );
});

async function ended(batch: number): Promise<World> {
  const world = await openWorld(program);
  await world.task('start');
  for (let from = 0; from < 1000; from += batch) await world.range('each/x', from, from + batch);
  return world;
}

describe('a collection', () => {
  test('is read only so far as it is used, a little ahead', async () => {
    const world = await ended(10);
    const keys: string[] = [];
    const { get } = world.objects;
    world.objects.get = (key, options) => {
      keys.push(key);
      return get(key, options);
    };
    const result = (await world.result()) as Collection<unknown>;
    expect(result.count).toBe(1000);
    expect(keys).toEqual(['test/r1/start']);
    for await (const first of result) {
      expect(first).toEqual({ n: 0, twice: 0 });
      break;
    }
    expect(keys.filter((key) => key.includes('/each/x/')).length).toBeLessThanOrEqual(4);
  });

  test('can be read again, and by several at once', async () => {
    const result = (await (await ended(100)).result()) as Collection<{ n: number }>;
    const [a, b] = await Promise.all([result.toArray(), result.toArray()]);
    expect(a).toHaveLength(1000);
    expect(b).toEqual(a);
  });

  test('costs one LIST and one GET for each batch', async () => {
    const world = await ended(100);
    let lists = 0;
    let gets = 0;
    const { get, list } = world.objects;
    world.objects.get = (key, options) => {
      gets += 1;
      return get(key, options);
    };
    world.objects.list = (prefix) => {
      lists += 1;
      return list(prefix);
    };
    const result = (await world.result()) as Collection<unknown>;
    await result.toArray();
    // One more GET is the record that has the count.
    expect({ lists, gets }).toEqual({ lists: 1, gets: 11 });
  });

  test('is known as one', async () => {
    expect(isResults(await (await ended(500)).result())).toBe(true);
    expect(isResults({ count: 1, range: () => [] })).toBe(false);
  });
});

/** A foreach over [1, 2] whose body is one step, with this result. */
async function withResult(result?: Reference): Promise<unknown[]> {
  const graph: FlowGraph = {
    schemaVersion: 1,
    name: 'f',
    params: {},
    body: {
      nodes: [
        { kind: 'step', id: 'start', in: {} },
        {
          kind: 'foreach',
          id: 'each',
          items: { node: 'start', path: [] },
          body: {
            nodes: [{ kind: 'step', id: 'each/x', in: { n: { item: 'each', path: [] } } }],
            ...(result ? { result } : {}),
          },
        },
      ],
      result: { node: 'each', path: [] },
    },
  };
  const functions = new Map<string, StepFunction>([
    ['start', () => [1, 2]],
    ['each/x', ({ in: { n } }) => ({ deep: { n } })],
  ]);
  const world = await openWorld({ ...program, graph, functions });
  await world.task('start');
  await world.range('each/x', 0, 2);
  return ((await world.result()) as Collection<unknown>).toArray();
}

describe('the result of an item', () => {
  test('is the part of the output that the body gives', async () => {
    expect(await withResult({ node: 'each/x', path: ['deep', 'n'] })).toEqual([1, 2]);
  });

  test('may be something from outside the body', async () => {
    expect(await withResult({ node: 'start', path: ['1'] })).toEqual([2, 2]);
    expect(await withResult({ item: 'each', path: [] })).toEqual([1, 2]);
  });

  test('is undefined where the body gives none', async () => {
    expect(await withResult()).toEqual([undefined, undefined]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { flow, param } from '@flowmap/flow';
import { openWorld } from '../support/world.js';

describe('a step sees', () => {
  test('parts of outputs, of parameters and of items, and what lies in outer scopes', async () => {
    const seen: unknown[] = [];
    const program = flow({ name: 'f', params: { who: param.json<{ name: string }>() } }, ({ step, foreach, input }) => {
      const start = step('start', () => ({
        deep: {
          list: [
            { n: 1, tags: ['a'] },
            { n: 2, tags: ['b', 'c'] },
          ],
        },
        x: 'y',
      }));
      foreach('each', { items: start.out.deep.list }, (item, s) => {
        const first = s.step('first', { in: { n: item.n } }, ({ in: { n } }) => ({ ten: n * 10 }));
        s.foreach('tag', { items: item.tags }, (tag, t) =>
          t.step(
            'look',
            { in: { tag, whole: item, ten: first.out.ten, x: start.out.x, who: input.who.name, none: start.out.deep } },
            ({ in: given, params }) => void seen.push({ ...given, none: undefined, params }),
          ),
        );
        return first;
      });
    });
    const world = await openWorld(program, { params: { who: { name: 'Ada' } } });
    await world.task('start');
    await world.task('each/first', '1');
    expect(await world.task('each/tag', '1')).toEqual({ f: { 'each/tag': 2 } });
    await world.task('each/tag/look', '1.1');
    await world.range('each/tag/look', 0, 1, '1');
    const outer = {
      whole: { n: 2, tags: ['b', 'c'] },
      ten: 20,
      x: 'y',
      who: 'Ada',
      params: { who: { name: 'Ada' } },
    };
    expect(seen).toEqual([
      { tag: 'c', ...outer },
      { tag: 'b', ...outer },
    ]);
  });

  test('an error that names what is missing when its input has not ended', async () => {
    const program = flow({ name: 'f' }, ({ step }) => {
      const a = step('a', () => 1);
      step('b', { in: { a: a.out } }, ({ in: { a } }) => a);
    });
    const world = await openWorld(program);
    await expect(world.task('b')).rejects.toMatchObject({
      name: 'Flowmap.ResultMissing',
      message: 'test/r1/a has no result',
    });
  });

  test('an error when the run was never recorded', async () => {
    const world = await openWorld(flow({ name: 'f' }, ({ step }) => void step('a', () => 1)));
    await expect(world.task('a', '', { run: 'other' })).rejects.toMatchObject({ name: 'Flowmap.RunNotFound' });
  });
});

describe('choose', () => {
  const program = flow({ name: 'f', params: { kind: param.string() } }, ({ step, choose, foreach, input }) => {
    const plan = step('plan', ({ params }) => ({ kind: params.kind }));
    const picked = choose('pick', plan.out.kind, {
      small: (s) => s.step('few', () => ({ list: [1] })),
      large: (s) => s.step('many', () => ({ list: [1, 2, 3] })),
      otherwise: (s) => s.step('none', () => ({ list: [] as number[] })),
    });
    const direct = choose('direct', input.kind, {
      small: (s) => s.step('yes', () => 'small it is'),
      otherwise: (s) => s.step('no', () => 'not small'),
    });
    const each = foreach('each', { items: picked.out.list }, (n, s) =>
      s.step('twice', { in: { n } }, ({ in: { n } }) => n * 2),
    );
    return step('end', { in: { direct: direct.out, each: each.out } }, async ({ in: { direct, each } }) => ({
      direct,
      each: await each.toArray(),
    }));
  });

  test.each([
    ['small', 'few', 1, 'yes', { direct: 'small it is', each: [2] }],
    ['large', 'many', 3, 'no', { direct: 'not small', each: [2, 4, 6] }],
    ['constructor', 'none', 0, 'no', { direct: 'not small', each: [] }],
  ])('%s: its value is that of the case that ran', async (kind, chosen, count, direct, result) => {
    const world = await openWorld(program, { params: { kind } });
    expect(await world.task('plan')).toEqual({ f: { pick: kind } });
    expect(await world.task(`pick/${kind === 'constructor' ? 'otherwise' : kind}/${chosen}`)).toEqual({
      f: { each: count },
    });
    await world.task(`direct/${kind === 'small' ? kind : 'otherwise'}/${direct}`);
    if (count > 0) await world.range('each/twice', 0, count);
    await world.task('end');
    expect(await world.result()).toEqual(result);
  });

  test('a key that no case has is an error, where there is no otherwise', async () => {
    const strict = flow({ name: 'f' }, ({ step, choose }) => {
      const plan = step('plan', () => 'z' as 'x' | 'y');
      const picked = choose('pick', plan.out, { x: (s) => s.step('a', () => 1), y: (s) => s.step('b', () => 2) });
      step('end', { in: { picked: picked.out } }, ({ in: { picked } }) => picked);
    });
    const world = await openWorld(strict);
    await world.task('plan');
    await expect(world.task('end')).rejects.toMatchObject({
      name: 'Flowmap.NoCase',
      message: 'pick has no case for "z", and no otherwise',
    });
  });
});

describe('a foreach over', () => {
  test('the results of another one reads them where they are', async () => {
    const program = flow({ name: 'f' }, ({ step, foreach }) => {
      const start = step('start', () => [1, 2, 3, 4, 5]);
      const first = foreach('first', { items: start.out }, (n, s) =>
        s.step('x', { in: { n } }, ({ in: { n } }) => n * 10),
      );
      const second = foreach('second', { items: first.out }, (n, s) =>
        s.step('y', { in: { n } }, ({ in: { n } }) => n + 1),
      );
      return step('end', { in: { all: second.out } }, ({ in: { all } }) => all.toArray());
    });
    const world = await openWorld(program);
    expect(await world.task('start')).toEqual({ f: { first: 5, second: 5 } });
    await world.range('first/x', 0, 2);
    await world.range('first/x', 2, 4);
    await world.range('first/x', 4, 5);
    await world.task('second/y', '0');
    await world.task('second/y', '3');
    await world.range('second/y', 1, 3);
    await world.task('second/y', '4');
    await world.task('end');
    expect(await world.result()).toEqual([11, 21, 31, 41, 51]);
  });

  test('the results of a foreach inside a case keeps no copy of them', async () => {
    const program = flow({ name: 'f' }, ({ step, foreach, choose }) => {
      const start = step('start', () => ({ kind: 'a' as 'a' | 'b', list: [1, 2, 3] }));
      const picked = choose('pick', start.out.kind, {
        a: (s) =>
          s.foreach('all', { items: start.out.list }, (n, t) => t.step('x', { in: { n } }, ({ in: { n } }) => n * 10)),
        b: (s) =>
          s.foreach('no', { items: start.out.list }, (n, t) => t.step('y', { in: { n } }, ({ in: { n } }) => n)),
      });
      const each = foreach('each', { items: picked.out }, (n, s) =>
        s.step('z', { in: { n } }, ({ in: { n } }) => n + 1),
      );
      return step('end', { in: { each: each.out } }, ({ in: { each } }) => each.toArray());
    });
    const world = await openWorld(program);
    await world.task('start');
    await world.range('pick/a/all/x', 0, 3);
    expect(await world.task('each')).toEqual({ f: { each: 3 } });
    await world.range('each/z', 0, 3);
    await world.task('end');
    expect(await world.result()).toEqual([11, 21, 31]);
  });

  test('a list in a parameter', async () => {
    const program = flow({ name: 'f', params: { list: param.json<string[]>() } }, ({ foreach, input }) =>
      foreach('each', { items: input.list }, (one, s) => s.step('x', { in: { one } }, ({ in: { one } }) => `${one}!`)),
    );
    const world = await openWorld(program, { params: { list: ['a', 'b'] } });
    expect(await world.task('each')).toEqual({ f: { each: 2 } });
    await world.range('each/x', 0, 2);
    const result = (await world.result()) as { toArray(): Promise<unknown[]> };
    expect(await result.toArray()).toEqual(['a!', 'b!']);
  });

  test('what is no list fails the task that should have made one, and names the place', async () => {
    const program = flow({ name: 'f' }, ({ step, foreach }) => {
      const start = step('start', () => ({ deep: { chunks: { a: 1 } as unknown as number[] } }));
      foreach('perChunk', { items: start.out.deep.chunks }, (n, s) => s.step('x', { in: { n } }, ({ in: { n } }) => n));
    });
    const world = await openWorld(program);
    await expect(world.task('start')).rejects.toMatchObject({
      name: 'Flowmap.NotAList',
      message: 'perChunk runs over the items of start.deep.chunks, which is no list but an object',
    });
    expect(await world.keys()).toEqual([]);
  });

  test('a key that is no string fails its task', async () => {
    const program = flow({ name: 'f' }, ({ step, choose }) => {
      const plan = step('plan', () => ({ kind: 3 as unknown as 'x' }));
      choose('pick', plan.out.kind, { x: (s) => s.step('a', () => 1) });
    });
    await expect((await openWorld(program)).task('plan')).rejects.toMatchObject({
      name: 'Flowmap.NotAKey',
      message: 'pick goes by plan.kind, which is no string but a number',
    });
  });
});

test('a large list is stored once and read in parts', async () => {
  const program = flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step('start', () => ({ list: Array.from({ length: 2000 }, (_, k) => `${k}-${'x'.repeat(100)}`) }));
    return foreach('each', { items: start.out.list }, (one, s) =>
      s.step('x', { in: { one } }, ({ in: { one } }) => one.split('-')[0]),
    );
  });
  const world = await openWorld(program);
  const ranges: unknown[] = [];
  const { get } = world.objects;
  world.objects.get = (key, options) => {
    if (key.includes('_values/')) ranges.push(options?.range);
    return get(key, options);
  };
  expect(await world.task('start')).toEqual({ f: { each: 2000 } });
  await world.range('each/x', 500, 600);
  expect(ranges).toHaveLength(2);
  expect(ranges).not.toContain(undefined);
});

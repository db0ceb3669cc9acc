import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import type { MapStrategy } from '@flowmap/asl';
import type { Flow } from '@flowmap/flow';
import { flow, param } from '@flowmap/flow';
import { inMemory } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onEach, onOne } from '../check.js';
import { type Shape, turns } from '../flows.js';
import { succeeded } from './results.js';
import { type Work, watched } from './watched.js';

const PARAMS = {
  items: param.integer(),
  bad: param.integer({ default: 0 }),
  atOnce: param.integer({ default: 1_000 }),
  may: param.integer({ default: 1_000 }),
  share: param.number({ default: 100 }),
};

/** `concurrency` and `tolerate` of a foreach that come from the parameters of a run: one machine, other numbers each time. */
export function settingsChecks({ strategy, shapes }: Subject): readonly Check[] {
  return [
    ...shapes.flatMap((shape) => [
      ...onEach(`parameters say how many of 20 items of ${shape} may fail`, async (computes) => {
        const compiled = inMemory(bounded(strategy, shape), { computes });
        for (const [given, may] of [
          [{ may: 3 }, 3],
          [{ share: 12 }, 2],
          [{ may: 4, share: 10 }, 2],
          [{ may: 0 }, 0],
        ] as const) {
          const good = await compiled.run({ params: { items: 20, bad: may, ...given } });
          succeeded(good);
          strictEqual(await good.result(), 20 - may, JSON.stringify(given));
          const more = await compiled.run({ params: { items: 20, bad: may + 1, ...given } });
          strictEqual(more.outcome.status, 'FAILED', `${may + 1} of 20 items failed with ${JSON.stringify(given)}`);
        }
      }),
      ...[1, 5].flatMap((atOnce) =>
        onOne(`at most ${atOnce} items of ${shape} run at once when a parameter says so`, async (computes) => {
          const { run, most } = await watched((work) => bounded(strategy, shape, work), computes, {
            items: 40,
            atOnce,
          });
          strictEqual(await run.result(), 40);
          ok(most <= atOnce, `${most} items ran at once`);
        }),
      ),
    ]),
    ...(shapes.includes('several steps') ? inside(strategy) : []),
    ...onOne('parameters that cannot be what they are used as fail the run before its first task', async (computes) => {
      const run = await inMemory(bounded(strategy, 'one step'), { computes }).run({
        params: { items: 1, atOnce: 0, may: -1, share: 101 },
      });
      strictEqual(run.outcome.status, 'FAILED');
      deepStrictEqual(run.invocations, []);
    }),
  ];
}

/** A foreach of another one's body, which is so one of several steps. */
function inside(strategy: MapStrategy): readonly Check[] {
  return onEach('parameters reach a foreach inside of another', async (computes) => {
    const compiled = inMemory(boundedInside(strategy), { computes });
    const good = await compiled.run({ params: { items: 6, bad: 2, may: 2, atOnce: 2 } });
    succeeded(good);
    deepStrictEqual(await good.result(), [4, 4, 4]);
    const bad = await compiled.run({ params: { items: 6, bad: 2, share: 20, atOnce: 2 } });
    strictEqual(bad.outcome.status, 'FAILED', '2 of 6 items failed, and 20 % may');
  });
}

/** Of `items` the first `bad` fail; the result is how many went well. */
function bounded(strategy: MapStrategy, shape: Shape, work: Work = () => turns(1)): Flow {
  return flow({ name: 'bounded', params: PARAMS }, ({ step, foreach, input }) => {
    const start = step('start', ({ params }) => numbers(params.items));
    const tolerate = { count: input.may, percentage: input.share };
    const each = foreach('each', { items: start.out, tolerate, concurrency: input.atOnce, strategy }, (item, s) => {
      const first = s.step('first', { in: { k: item } }, async ({ in: { k }, params }) => {
        await work();
        if (k < params.bad) throw new Error(`item ${k} is bad`);
        return k;
      });
      return shape === 'one step' ? first : s.step('last', { in: { value: first.out } }, ({ in: { value } }) => value);
    });
    return step('join', { in: { all: each.out } }, async ({ in: { all } }) => {
      return (await all.toArray()).filter((one) => one.ok).length;
    });
  });
}

/** The same inside of each of three shards. */
function boundedInside(strategy: MapStrategy): Flow {
  return flow({ name: 'inside', params: PARAMS }, ({ step, foreach, input }) => {
    const start = step('start', ({ params }) => [0, 1, 2].map(() => numbers(params.items)));
    const shards = foreach('shards', { items: start.out, strategy, concurrency: input.atOnce }, (shard, s) => {
      const tolerate = { count: input.may, percentage: input.share };
      const each = s.foreach('each', { items: shard, tolerate, concurrency: input.atOnce, strategy }, (item, t) =>
        t.step('first', { in: { k: item } }, ({ in: { k }, params }) => {
          if (k < params.bad) throw new Error(`item ${k} is bad`);
          return k;
        }),
      );
      return s.step('sum', { in: { all: each.out } }, async ({ in: { all } }) => {
        return (await all.toArray()).filter((one) => one.ok).length;
      });
    });
    return step('join', { in: { shards: shards.out } }, ({ in: given }) => given.shards.toArray());
  });
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => k);
}

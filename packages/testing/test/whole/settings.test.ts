import { describe, expect, it } from '@jest/globals';
import type { MapStrategy } from '@flowmap/asl';
import type { MapState, StateMachine } from '@flowmap/asl/language';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { flow, param, type Flow } from '@flowmap/flow';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { inMemory } from '@flowmap/testing';
import { forecast } from '../forecast/counted.js';

const params = { many: param.integer({ default: 2 }), share: param.number({ default: 50 }) };

/** Two foreachs, one in the other, each with numbers of the run. */
function nested(strategy: MapStrategy): Flow {
  return flow({ name: 'nested', params }, ({ step, foreach, input }) => {
    const start = step('start', () => [0, 1, 2]);
    const outer = foreach('outer', { items: start.out, strategy, tolerate: { count: 3 } }, (shard, s) => {
      const list = s.step('list', () => [0, 1, 2, 3]);
      const tolerate = { percentage: input.share };
      const inner = s.foreach('inner', { items: list.out, strategy, tolerate, concurrency: input.many }, (k, t) => {
        const first = t.step('first', { in: { k, shard } }, ({ in: given }) => {
          if (given.k < given.shard) throw new Error('bad');
          return given.k;
        });
        return t.step('last', { in: { first: first.out } }, ({ in: { first } }) => first);
      });
      return inner;
    });
    return step('join', { in: { outer: outer.out } }, async ({ in: given }) =>
      (await given.outer.toArray()).map((one) => (one.ok ? one.value.count : one.error.message)),
    );
  });
}

const stateOf = ({ States }: Pick<StateMachine, 'States'>, name: string): MapState => States[name] as MapState;

describe('numbers of a foreach that are parameters', () => {
  it('are facts that the first state writes and every child on the way is given', () => {
    const { definition } = inMemory(nested(distributed({ batch: 3 }))).compiled;
    expect(definition.States['open run']).toMatchObject({
      Output: {
        f: {
          'outer/inner.concurrency': '{% $exists($states.input.many) ? $states.input.many : 2 %}',
          'outer/inner.tolerate.percentage': '{% $exists($states.input.share) ? $states.input.share : 50 %}',
        },
      },
    });
    const facts = {
      'outer/inner.concurrency': '{% $states.input.f.`outer/inner.concurrency` %}',
      'outer/inner.tolerate.percentage': '{% $states.input.f.`outer/inner.tolerate.percentage` %}',
    };
    const outer = stateOf(definition, 'outer');
    expect(outer.ItemSelector).toMatchObject({ f: facts });
    const batchOfOuter = stateOf(outer.ItemProcessor!, 'outer.batch');
    expect(batchOfOuter.ItemSelector).toMatchObject({ f: facts });
    const inner = stateOf(batchOfOuter.ItemProcessor!, 'outer/inner');
    // What bounds the Map of a batch is given to the batch; what is tolerated is counted outside of it.
    expect(inner.ItemSelector).toMatchObject({
      f: { 'outer/inner.concurrency': facts['outer/inner.concurrency'] },
    });
    const read =
      "($exists($states.input.f.`outer/inner.concurrency`) ? $states.input.f.`outer/inner.concurrency` : $error('no concurrency: outer/inner'))";
    expect(inner.MaxConcurrency).toContain(`$floor(${read} / $min([$min([${read}, 40]), $b]))`);
    expect(stateOf(inner.ItemProcessor!, 'outer/inner.batch').MaxConcurrency).toBe(`{% $min([${read}, 40]) %}`);
  });

  it('stay numbers where the author wrote numbers', () => {
    const plain = flow({ name: 'plain' }, ({ step, foreach }) => {
      const start = step('start', () => [1]);
      foreach('each', { items: start.out, concurrency: 7 }, (k, s) => s.step('do', () => 1));
    });
    expect(stateOf(inMemory(plain).compiled.definition, 'each').MaxConcurrency).toBe(7);
  });

  describe.each([
    ['AWS Lambda', { default: lambda() }],
    ['AWS Batch', { default: batch({ queue: 'jobs' }) }],
  ])('on %s', (_, computes) => {
    it.each([
      ['inline', inline()],
      ['distributed', distributed()],
      ['distributed in batches', distributed({ batch: 3 })],
    ])('say what an item of an outer foreach may lose, %s', async (__, strategy) => {
      const compiled = inMemory(nested(strategy), { computes });
      const half = await compiled.run();
      expect(await half.result()).toEqual([4, 4, 4]);
      const quarter = await compiled.run({ params: { share: 25, many: 1 } });
      expect(await quarter.result()).toEqual([4, 4, 'outer/inner: 2 of 4 items failed, 1 tolerated']);
    });
  });

  it.each(['concurrency', 'tolerate.percentage'])('fail by name where the fact of %s was lost', async (field) => {
    const lost = (definition: StateMachine): StateMachine => {
      const text = JSON.stringify(definition, (key, value: unknown) => (key === `each.${field}` ? undefined : value));
      return JSON.parse(text) as StateMachine;
    };
    const one = flow({ name: 'one', params }, ({ step, foreach, input }) => {
      const start = step('start', () => [1]);
      const tolerate = { percentage: input.share };
      return foreach('each', { items: start.out, tolerate, concurrency: input.many }, (k, s) => s.step('do', () => 1));
    });
    const { outcome } = await inMemory(one).run({ change: lost });
    expect(outcome).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining(`no ${field}: each`),
    });
  });

  it('are told by the first state where they cannot be so, all at once', async () => {
    const { outcome, invocations } = await inMemory(nested(inline())).run({ params: { many: 0, share: 101 } });
    expect(invocations).toEqual([]);
    expect(outcome).toMatchObject({
      status: 'FAILED',
      cause: expect.stringContaining(
        'many: 0 is no concurrency of outer/inner: that is a whole number from 1 to 99999999; ' +
          'share: 101 is no tolerated percentage of outer/inner: that is a number from 0 to 100',
      ),
    });
  });

  it('are forecast by their defaults, and as no limit without one', () => {
    const wide = (many: ReturnType<typeof param.integer>): Flow =>
      flow({ name: 'wide', params: { many } }, ({ step, foreach, input }) => {
        const start = step('start', () => [1]);
        foreach('each', { items: start.out, concurrency: input.many, strategy: distributed() }, (k, s) => {
          const list = s.step('list', () => [1]);
          return s.foreach('inner', { items: list.out, strategy: distributed() }, (_, t) => t.step('do', () => 1));
        });
      });
    const open = (many: ReturnType<typeof param.integer>): number =>
      forecast(wide(many), { items: { each: 30, 'each/inner': 2 } }).total.openMapRuns;
    expect(open(param.integer({ default: 4 }))).toBe(5);
    expect(open(param.integer())).toBe(31);
  });
});

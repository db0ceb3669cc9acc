import { describe, expect, test } from '@jest/globals';
import { flow, s3, type Flow, type Source } from '@flowmap/flow';
import { distributed, type DistributedOptions } from '@flowmap/map-distributed';
import { inMemory } from '@flowmap/testing';
import { sameAsCounted } from '../../src/forecast/compare-forecast.js';
import { COMPUTES, forecast } from '../forecast/counted.js';
import { buckets } from './buckets.js';

function over(items: Source<unknown>, steps: number, strategy: DistributedOptions): Flow {
  return flow({ name: 'sources' }, ({ step, foreach }) => {
    const each = foreach('each', { items, strategy: distributed(strategy) }, (item, s) => {
      let last = s.step('step1', { in: { item } }, () => 1);
      for (let k = 2; k <= steps; k += 1) last = s.step(`step${k}`, { in: { item, before: last.out } }, () => k);
      return last;
    });
    return step('join', { in: { all: each.out } }, async ({ in: { all } }) => (await all.toArray()).length);
  });
}

const STRATEGIES: readonly DistributedOptions[] = [{}, { batch: 7 }];

describe.each(COMPUTES)('on $on', ({ computes }) => {
  describe.each(STRATEGIES)('with %j', (strategy) => {
    test.each([0, 1, 7, 20])('%i lines of a file take what was forecast', async (items) => {
      const text = items === 0 ? '\n' : Array.from({ length: items }, (_, k) => `${k}\n`).join('');
      for (const steps of [1, 3]) {
        const built = over(s3.jsonl<number>({ bucket: 'raw', key: 'a' }), steps, strategy);
        const run = await inMemory(built, { computes }).run({ buckets: buckets(new Map([['raw/a', text]])) });
        expect(run.outcome).toMatchObject({ status: 'SUCCEEDED' });
        sameAsCounted(forecast(built, { items: { each: items } }, { computes }), run);
      }
    });

    test.each([0, 9])('%i objects of a bucket take what was forecast', async (items) => {
      const files = new Map(Array.from({ length: items }, (_, k) => [`raw/${k}`, String(k)]));
      const built = over(s3.list({ bucket: 'raw' }), 2, strategy);
      const run = await inMemory(built, { computes }).run({ buckets: buckets(files) });
      expect(run.outcome).toMatchObject({ status: 'SUCCEEDED' });
      sameAsCounted(forecast(built, { items: { each: items } }, { computes }), run);
    });
  });
});

import { existsSync } from 'node:fs';
import { flow, param } from '@flowmap/flow';
import { distributed } from '@flowmap/map-distributed';

/** A flow whose code changes between two deployments, and one of whose items fails as long as there is a file. */
export default flow(
  { name: 'chunks', params: { year: param.integer(), bad: param.string({ default: '' }) } },
  ({ step, foreach }) => {
    const start = step('start', ({ params, log }) => {
      log(`split ${params.year}`);
      return { chunks: [1, 2, 3, 4, 5] };
    });
    const years = foreach('perChunk', { items: start.out.chunks, strategy: distributed({ batch: 3 }) }, (chunk, s) =>
      s.step('summarise', { in: { chunk } }, ({ in: { chunk }, params }) => {
        console.log(`chunk ${chunk}`);
        if (chunk === 5 && existsSync(params.bad)) throw new RangeError('the chunk 5 is bad');
        return chunk * params.year;
      }),
    );
    return step('report', { in: { years: years.out } }, async ({ in: { years } }) => {
      let sum = 0;
      for await (const year of years) sum += year;
      return { sum, version: 1 };
    });
  },
);

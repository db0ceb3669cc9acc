import { flow, param } from '@flowmap/flow';
import { distributed } from '@flowmap/map-distributed';
import { type Summary, countFlights, merge, readPart, splitFile, summarise, tabulate } from './model.js';

export default flow(
  {
    name: 'flight-delays',
    description: 'Mean delay of flights by hour of departure and distance',
    params: {
      data: param.string({
        default: 'vega-datasets/data/flights-200k.json',
        description: 'JSON array of flights: a path, or a file of an installed package',
      }),
      parts: param.integer({ default: 200, description: 'Parts into which the file is cut' }),
      band: param.integer({ default: 500, description: 'Width of a distance band, in miles' }),
    },
  },
  ({ step, foreach }) => {
    const start = step('start', async ({ params }) => ({ parts: await splitFile(params.data, params.parts) }));

    const perPart = foreach(
      'perPart',
      { items: start.out.parts, strategy: distributed({ batch: 10 }) },
      (part, scope) =>
        scope.step('summarise', { in: { part }, retry: { attempts: 3 } }, async ({ in: { part }, params }) =>
          summarise(await readPart(part), params.band),
        ),
    );

    return step('report', { in: { summaries: perPart.out } }, async ({ in: { summaries }, params, log }) => {
      const total: Summary = new Map();
      for await (const summary of summaries) merge(total, summary);
      log(`${countFlights(total)} flights in ${summaries.count} parts`);
      return tabulate(total, params.band);
    });
  },
);

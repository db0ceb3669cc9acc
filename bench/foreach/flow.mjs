import { flow, list, param } from '../../packages/flow/dist/index.js';
import { checksum, measure, readLines } from './rows.mjs';

/** A foreach over rows to its join. `joined` sees each result as it is taken. */
export function delays(path, joined = () => {}) {
  return flow({ name: 'delays', params: { items: param.integer() } }, ({ step, foreach }) => {
    const start = step('start', ({ params }) => ({ flights: list(readLines(path, params.items)) }));
    const each = foreach('perFlight', { items: start.out.flights }, (flight, s) =>
      s.step('measure', { in: { flight } }, ({ in: { flight } }) => measure(flight)),
    );
    return step('join', { in: { results: each.out } }, async ({ in: { results } }) => {
      const sum = checksum();
      for await (const result of results) {
        joined();
        sum.add(result);
      }
      return { count: results.count, checksum: sum.value() };
    });
  });
}

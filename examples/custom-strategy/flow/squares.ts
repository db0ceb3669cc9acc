import { flow, param } from '@flowmap/flow';
import { lanes } from '../src/index.js';

export default flow({ name: 'squares', params: { count: param.integer({ default: 100 }) } }, ({ step, foreach }) => {
  const start = step('start', ({ params }) => ({ numbers: Array.from({ length: params.count }, (_, at) => at + 1) }));
  const squares = foreach('perNumber', { items: start.out.numbers, strategy: lanes({ lanes: 3 }) }, (number, s) =>
    s.step('square', { in: { number } }, ({ in: { number } }) => number * number),
  );
  return step('sum', { in: { squares: squares.out } }, async ({ in: { squares } }) => {
    let sum = 0;
    for await (const square of squares) sum += square;
    return sum;
  });
});

import { flow } from '@flowmap/flow';

export default flow({ name: 'numbers', schedules: { nightly: { cron: '0 3 * * ? *' } } }, ({ step, foreach }) => {
  const list = step('list', { resources: { on: 'heavy' } }, () => Array.from({ length: 25 }, (_, i) => i));
  const squares = foreach('each', { items: list.out }, (n, s) =>
    s.step('square', { in: { n } }, ({ in: { n } }) => n * n),
  );
  return step('sum', { in: { squares: squares.out } }, async ({ in: { squares } }) => {
    let sum = 0;
    for await (const square of squares) sum += square;
    return sum;
  });
});

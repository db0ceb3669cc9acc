import { flow, param } from '@flowmap/flow';

/** What a bundler makes of a flow file is a module like this one. */
export default flow(
  { name: 'sums', params: { items: param.integer({ default: 5 }), fail: param.boolean({ default: false }) } },
  ({ step, foreach }) => {
    const list = step('list', ({ params, log }) => {
      log(`making ${params.items}`);
      console.log('printed', globalThis[Symbol.for('test/key')]);
      process.stdout.write('in ');
      process.stdout.write('parts');
      return Array.from({ length: params.items }, (_, i) => i);
    });
    const squares = foreach('each', { items: list.out }, (n, s) =>
      s.step('square', { in: { n } }, ({ in: { n }, params }) => {
        if (params.fail && n === 3) throw new RangeError('three');
        return n * n;
      }),
    );
    return step('sum', { in: { squares: squares.out } }, async ({ in: { squares } }) => {
      let sum = 0;
      for await (const square of squares) sum += square;
      return { sum, squares: squares.count };
    });
  },
);

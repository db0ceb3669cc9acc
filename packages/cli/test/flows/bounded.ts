import { flow, param } from '@flowmap/flow';

const params = { share: param.number({ default: 10 }), parallel: param.integer({ default: 4 }) };

/** How many items may fail and how many run at once is said by each run. */
export default flow({ name: 'bounded', params }, ({ step, foreach, input }) => {
  const list = step('list', () => [1, 2, 3]);
  const tolerate = { percentage: input.share };
  const each = foreach('each', { items: list.out, tolerate, concurrency: input.parallel }, (number, s) =>
    s.step('double', { in: { number } }, ({ in: { number } }) => number * 2),
  );
  return step('count', { in: { each: each.out } }, ({ in: { each } }) => each.count);
});

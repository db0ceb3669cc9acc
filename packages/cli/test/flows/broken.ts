import { flow } from '@flowmap/flow';

/** Everything in here is a mistake. */
export default flow({ name: 'broken flow' }, ({ step, foreach }) => {
  const start = step('start', () => ({ list: [1, 2, 3] }));
  step('start', () => 1);
  step('2nd', () => 1);
  foreach('perItem', { items: start.out.list, concurrency: 0, tolerate: { percentage: 120 } }, (item, s) =>
    s.step('work', { in: { item }, retry: { attempts: 0 } }, ({ in: { item } }) => item),
  );
});

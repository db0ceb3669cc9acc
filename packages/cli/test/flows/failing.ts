import { flow, param } from '@flowmap/flow';
import { mustBePositive } from './numbers.js';

/** Fails in a file of its own, in the way that is asked for. */
export default flow(
  { name: 'failing', params: { how: param.enum(['throw', 'exit', 'store', 'item', 'timeout']) } },
  ({ step, foreach }) => {
    const start = step('start', ({ params }) => {
      if (params.how === 'throw') mustBePositive(-1);
      if (params.how === 'exit') process.exit(9);
      return { list: [1, 2, 3], conn: params.how === 'store' ? { socket: () => 1 } : undefined };
    });
    const slow = step('slow', { after: [start], timeout: 1 }, async ({ params, signal }) => {
      if (params.how !== 'timeout') return;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
    foreach('perNumber', { items: start.out.list, after: [slow] }, (number, s) =>
      s.step('check', { in: { number } }, ({ in: { number }, params }) => {
        if (params.how === 'item') mustBePositive(1 - number);
        return number;
      }),
    );
  },
);

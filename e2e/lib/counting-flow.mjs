import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { flow, param } from '@flowmap/flow';

/** Every task says in a file that it begins and that it ends: so those that ran are counted from outside. */
export default flow(
  {
    name: 'counting',
    params: {
      items: param.integer({ default: 1000 }),
      milliseconds: param.integer({ default: 5 }),
      log: param.string(),
    },
  },
  ({ step, foreach }) => {
    const list = step('list', ({ params }) => {
      appendFileSync(params.log, 'begin list\n');
      return Array.from({ length: params.items }, (_, i) => i);
    });
    const squares = foreach('perNumber', { items: list.out }, (number, s) =>
      s.step('square', { in: { number } }, async ({ in: { number }, params }) => {
        // One write with O_APPEND: lines of several processes do not mix.
        appendFileSync(params.log, `begin ${number}\n`);
        await sleep(params.milliseconds);
        appendFileSync(params.log, `end ${number}\n`);
        return number * number;
      }),
    );
    return step('sum', { in: { squares: squares.out } }, async ({ in: { squares }, params }) => {
      appendFileSync(params.log, 'begin sum\n');
      let sum = 0;
      const seen = [];
      for await (const square of squares) {
        sum += square;
        seen.push(square);
      }
      return { sum, inOrder: seen.every((square, i) => square === i * i), count: squares.count };
    });
  },
);

import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { flow, param } from '@flowmap/flow';

/** Every task says in a file that it begins; so those that ran are counted from outside. */
export default flow(
  {
    name: 'counted',
    params: {
      items: param.integer({ default: 60 }),
      milliseconds: param.integer({ default: 20 }),
      folder: param.string(),
    },
  },
  ({ step, foreach }) => {
    const list = step('list', ({ params }) => Array.from({ length: params.items }, (_, i) => i));
    const doubles = foreach('perNumber', { items: list.out }, (number, s) =>
      s.step('double', { in: { number } }, async ({ in: { number }, params }) => {
        appendFileSync(join(params.folder, 'begun'), `${number} ${process.pid}\n`);
        if (existsSync(join(params.folder, `bad-${number}`))) throw new RangeError(`${number} is bad`);
        if (existsSync(join(params.folder, 'busy'))) for (;;);
        await new Promise((resolve) => setTimeout(resolve, params.milliseconds));
        return number * 2;
      }),
    );
    return step('sum', { in: { doubles: doubles.out } }, async ({ in: { doubles } }) => {
      let sum = 0;
      for await (const double of doubles) sum += double;
      return sum;
    });
  },
);

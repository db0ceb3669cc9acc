import { flow, param } from '@flowmap/flow';

/** As wide, as slow and as unreliable as one asks. */
export default flow(
  {
    name: 'wide',
    params: {
      items: param.integer({ default: 20 }),
      milliseconds: param.integer({ default: 1 }),
      failEvery: param.integer({ default: 0 }),
      chatty: param.boolean({ default: false }),
    },
  },
  ({ step, foreach }) => {
    const list = step('list', ({ params }) => Array.from({ length: params.items }, (_, i) => i));
    const numbers = foreach('perNumber', { items: list.out, tolerate: { percentage: 50 } }, (number, s) =>
      s.step('double', { in: { number } }, async ({ in: { number }, params, log }) => {
        if (params.chatty && number % 10 === 0) log(`at ${number}`);
        await new Promise((resolve) => setTimeout(resolve, params.milliseconds));
        if (params.failEvery > 0 && number % params.failEvery === 0) throw new RangeError(`${number} is a bad number`);
        return number * 2;
      }),
    );
    const deep = foreach('perGroup', { items: list.out }, (number, s) => {
      const first = s.step('prepare', { in: { number } }, async ({ in: { number }, params }) => {
        await new Promise((resolve) => setTimeout(resolve, params.milliseconds));
        return number;
      });
      return s.step('finish', { in: { first: first.out } }, ({ in: { first } }) => first + 1);
    });
    return step('sum', { in: { numbers: numbers.out, deep: deep.out } }, async ({ in: { numbers, deep } }) => {
      let sum = 0;
      for await (const number of numbers) if (number.ok) sum += number.value;
      return { sum, groups: deep.count };
    });
  },
);

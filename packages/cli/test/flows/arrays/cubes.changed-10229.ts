import { flow, param } from '@flowmap/flow';

/** A foreach whose step runs on AWS Batch, where one item can be bad and another can take its process with it. */
export default flow(
  {
    name: 'cubes',
    params: { bad: param.integer({ default: -1 }), killing: param.integer({ default: -1 }) },
  },
  ({ step, foreach }) => {
    const list = step('list', () => Array.from({ length: 25 }, (_, i) => i));
    const cubes = foreach('each', { items: list.out, tolerate: { count: 1 } }, (n, s) =>
      s.step(
        'cube',
        { in: { n }, resources: { on: 'batch' }, retry: { attempts: 3, delaySeconds: 1 } },
        ({ in: { n }, params, attempt }) => {
          if (n === params.killing && attempt === 1) process.kill(process.pid, 'SIGKILL');
          if (n === params.bad) throw new RangeError(`${n} is a bad number`);
          return n ** 3;
        },
      ),
    );
    return step('sum', { in: { cubes: cubes.out } }, async ({ in: { cubes } }) => {
      let sum = 0;
      const failed: string[] = [];
      for await (const cube of cubes) {
        if (cube.ok) sum += cube.value;
        else failed.push(cube.error.message);
      }
      return { sum, failed };
    });
  },
);

console.debug('new code');

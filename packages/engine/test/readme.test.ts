import { expect, test } from '@jest/globals';
import { run, simulatedClock } from '../src/index.js';
import { machine, task } from './machines.js';

test('the example of the README', async () => {
  const definition = machine({
    charge: task({
      Output: '{% $states.result.Payload %}',
      Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 2 }],
    }),
  });
  const calls: number[] = [];
  const clock = simulatedClock(0);
  const outcome = await run(
    definition,
    { order: 7 },
    {
      clock,
      random: () => 0.5,
      uuid: () => '00000000-0000-4000-8000-000000000000',
      async task({ attempt }) {
        calls.push(clock.now());
        if (attempt === 0) throw Object.assign(new Error('slow down'), { name: 'Lambda.TooManyRequestsException' });
        return { Payload: 'charged' };
      },
    },
  );
  expect(outcome).toEqual({ status: 'SUCCEEDED', output: 'charged' });
  expect(calls).toEqual([0, 2000]);
});

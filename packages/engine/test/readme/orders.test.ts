import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { run, type StateMachine, taskHandlers } from '../../src/index.js';

const definition = JSON.parse(readFileSync(new URL('orders.asl.json', import.meta.url), 'utf8')) as StateMachine;

test('a card is charged again when the service was busy', async () => {
  let busy = 2;
  const task = taskHandlers({
    'reserve-stock': () => ({ reserved: true }),
    'charge-card': ({ amount }: { amount: number }) => {
      if (busy-- > 0) throw Object.assign(new Error('busy'), { name: 'Lambda.TooManyRequestsException' });
      return { amount };
    },
  });
  await expect(run(definition, { total: 20 }, { task })).resolves.toMatchObject({ output: { paid: 20 } });
});

import { expect, test } from '@jest/globals';
import { start, type StateMachine } from '../../src/index.js';

const definition: StateMachine = {
  StartAt: 'Wait',
  States: {
    Wait: { Type: 'Wait', Seconds: 3600, Next: 'Done?' },
    'Done?': { Type: 'Choice', Choices: [{ Variable: '$.done', BooleanEquals: true, Next: 'End' }], Default: 'Wait' },
    End: { Type: 'Succeed' },
  },
};

test('an execution is watched, and stopped after ten hours', async () => {
  const execution = start(definition, { done: false });
  let hours = 0;
  for await (const { type } of execution.events()) {
    if (type === 'WaitStateExited') hours += 1;
    if (hours === 10) execution.abort('Enough', 'it never ends');
  }
  expect(await execution.outcome).toEqual({ status: 'ABORTED', error: 'Enough', cause: 'it never ends' });
});

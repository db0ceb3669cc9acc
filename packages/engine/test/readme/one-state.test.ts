import { expect, test } from '@jest/globals';
import { testState } from '../../src/test-state/index.js';

test('a card that was declined twice goes to the desk', async () => {
  const { status, nextState } = await testState({
    definition: JSON.stringify({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'charge-card', 'Payload.$': '$' },
      Retry: [{ ErrorEquals: ['Declined'], MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Desk' }],
      End: true,
    }),
    mock: { errorOutput: { error: 'Declined', cause: 'no funds' } },
    stateConfiguration: { retrierRetryCount: 2 },
  });
  expect([status, nextState]).toEqual(['CAUGHT_ERROR', 'Desk']);
});

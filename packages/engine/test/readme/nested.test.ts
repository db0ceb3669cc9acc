import { expect, test } from '@jest/globals';
import { nestedExecutions, run, simulatedClock, taskHandlers } from '../../src/index.js';
import type { Clock, Ports, StateMachine } from '../../src/index.js';

const child: StateMachine = { StartAt: 'Greet', States: { Greet: { Type: 'Pass', Result: 'hello', End: true } } };
const parent: StateMachine = {
  StartAt: 'Start',
  States: {
    Start: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Parameters: { StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:greeter' },
      OutputPath: '$.Output',
      End: true,
    },
  },
};

test('a machine starts another', async () => {
  const nested = nestedExecutions({ machines: { greeter: child }, ports: () => ports });
  const ports: Partial<Ports> & { clock: Clock } = { clock: simulatedClock(), task: taskHandlers({ ...nested }) };
  expect(await run(parent, {}, ports)).toEqual({ status: 'SUCCEEDED', output: 'hello' });
});

import { expect, test } from '@jest/globals';
import { run, simulatedClock, type StateMachine, taskHandlers, taskTokens } from '../../src/index.js';

const definition: StateMachine = {
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Parameters: { QueueUrl: 'questions', MessageBody: { 'token.$': '$$.Task.Token' } },
      TimeoutSeconds: 86_400,
      End: true,
    },
  },
};

test('somebody approves within a day', async () => {
  const clock = simulatedClock();
  const tokens = taskTokens(clock);
  const send = ({ MessageBody }: { MessageBody: { token: string } }, { signal }: { signal: AbortSignal }): object => {
    void clock.wait(3_600_000, signal).then(() => tokens.succeed(MessageBody.token, { approved: true }));
    return { MessageId: 'm-1' };
  };
  const task = taskHandlers({ 'arn:aws:states:::sqs:sendMessage.waitForTaskToken': send }, { tokens });
  expect(await run(definition, {}, { task, clock })).toEqual({ status: 'SUCCEEDED', output: { approved: true } });
});

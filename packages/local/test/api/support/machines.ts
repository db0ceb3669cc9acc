import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type CreateStateMachineCommandInput,
  type DescribeExecutionCommandOutput,
  type SFNClient,
} from '@aws-sdk/client-sfn';

export const ROLE = 'arn:aws:iam::123456789012:role/any';

/** Passes its input on. */
export const PASS = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };

/** Says yes. */
export const YES = {
  StartAt: 'A',
  QueryLanguage: 'JSONata',
  States: { A: { Type: 'Pass', Output: { yes: true }, End: true } },
};

/** Waits for a very long time. */
export const WAIT = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 100_000, End: true } } };

/** Fails with a reason. */
export const FAIL = { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Oops', Cause: 'It went wrong' } } };

/** Creates a state machine and gives its ARN. */
export async function create(
  client: SFNClient,
  name: string,
  definition: object,
  more: Partial<CreateStateMachineCommandInput> = {},
): Promise<string> {
  const created = await client.send(
    new CreateStateMachineCommand({ name, roleArn: ROLE, definition: JSON.stringify(definition), ...more }),
  );
  return created.stateMachineArn ?? '';
}

/** Waits until an execution has a status. */
export async function until(
  client: SFNClient,
  executionArn: string | undefined,
  isReached: (described: DescribeExecutionCommandOutput) => boolean = ({ status }) => status !== 'RUNNING',
): Promise<DescribeExecutionCommandOutput> {
  for (;;) {
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (isReached(described)) return described;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

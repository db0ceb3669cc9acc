import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { GetScheduleCommand } from '@aws-sdk/client-scheduler';
import { describe, expect, test } from '@jest/globals';
import type { StateMachine } from '@flowmap/asl/language';
import { validate } from '@flowmap/asl/language';
import { applyDeployment, missingRights, planDeployment, starterRole } from '@flowmap/deploy';
import { starterDefinition } from '../../src/model/starter.js';
import { TARGET } from '../rights/place.js';
import { arrivals, HOURLY } from './support/arrivals.js';
import { cloud, type Cloud } from './support/cloud.js';
import { requestFor } from './support/flows.js';

/** Runs until it is stopped. */
const WAIT = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 100_000, End: true } } } as StateMachine;

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:arrivals';

/** What the clock does when the schedule is due; gives what the starter answers with. */
async function due({ aws }: Cloud, name: string): Promise<unknown> {
  const { Target } = await aws.scheduler.send(new GetScheduleCommand({ Name: 'flowmap-arrivals.hourly' }));
  const { executionArn } = await aws.sfn.send(
    new StartExecutionCommand({ stateMachineArn: Target?.Arn, name, input: Target?.Input }),
  );
  for (;;) {
    const { status, output = '', cause } = await aws.sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'SUCCEEDED') return JSON.parse(output);
    if (status !== 'RUNNING') throw new Error(`the starter ended as ${status}: ${cause}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function runsOf({ aws }: Cloud): Promise<readonly string[]> {
  const { executions = [] } = await aws.sfn.send(new ListExecutionsCommand({ stateMachineArn: MACHINE }));
  return executions.map(({ name, status }) => `${name} ${status}`).sort();
}

describe('a schedule that skips', () => {
  test('starts no run while another one is running', async () => {
    const at = await cloud();
    const flow = arrivals({ schedules: { hourly: { ...HOURLY, params: { rows: 5, file: '0.1 < "x"' } } } });
    const request = requestFor(at, { flow });
    const waiting = { ...request, deployment: { ...request.deployment, definition: WAIT } };
    const ports = await at.ports();
    await applyDeployment(await planDeployment(waiting, ports), waiting, ports);

    const executionArn = MACHINE.replace(':stateMachine:', ':execution:');
    expect(await due(at, 'one')).toEqual({ started: `${executionArn}:one` });
    expect(await due(at, 'two')).toEqual({ running: 1 });
    expect(await runsOf(at)).toEqual(['one RUNNING']);
    const one = await at.aws.sfn.send(new DescribeExecutionCommand({ executionArn: `${executionArn}:one` }));
    expect(JSON.parse(one.input ?? '')).toEqual({ rows: 5, file: '0.1 < "x"' });
    expect(one.stateMachineAliasArn).toBe(`${MACHINE}:live`);

    await at.aws.sfn.send(new StopExecutionCommand({ executionArn: `${executionArn}:one` }));
    expect(await due(at, 'three')).toEqual({ started: `${executionArn}:three` });
    expect(await runsOf(at)).toEqual(['one ABORTED', 'three RUNNING']);
  }, 60_000);

  test('gives the name of its own execution, so that a start that was made is not made again', async () => {
    const at = await cloud();
    const request = requestFor(at, { flow: arrivals({ schedules: { hourly: HOURLY } }) });
    const ended = { StartAt: 'S', States: { S: { Type: 'Succeed' } } } as StateMachine;
    const ending = { ...request, deployment: { ...request.deployment, definition: ended } };
    const ports = await at.ports();
    await applyDeployment(await planDeployment(ending, ports), ending, ports);
    const start = { stateMachineArn: `${MACHINE}:live`, name: 'one', input: '{"rows":4}' };
    const { executionArn } = await at.aws.sfn.send(new StartExecutionCommand(start));
    for (let status; status !== 'SUCCEEDED';) {
      ({ status } = await at.aws.sfn.send(new DescribeExecutionCommand({ executionArn })));
    }
    await due(at, 'one');
    expect(await runsOf(at)).toEqual(['one SUCCEEDED']);
  }, 60_000);

  test('is a state machine that AWS takes, with the rights that it needs and no more', () => {
    const definition = starterDefinition(TARGET);
    expect(validate(definition)).toEqual([]);
    const role = starterRole(TARGET);
    const arn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:flights';
    const missing = (action: string, resource: string): number =>
      missingRights([{ Action: [action], Resource: [resource] }], [role.PolicyDocument]).length;
    expect(missing('states:ListExecutions', arn)).toBe(0);
    expect(missing('states:StartExecution', `${arn}:live`)).toBe(0);
    expect(missing('states:StartExecution', arn)).toBe(1);
    expect(missing('states:StopExecution', `${arn}:live`)).toBe(1);
    expect(JSON.stringify(role.AssumeRolePolicyDocument)).toContain(`"${arn}-starter"`);
    expect(JSON.stringify(role.AssumeRolePolicyDocument)).not.toContain(`"${arn}"`);
    expect(JSON.stringify(starterDefinition({ ...TARGET, partition: 'aws-cn' }))).not.toContain('arn:aws:');
  });
});

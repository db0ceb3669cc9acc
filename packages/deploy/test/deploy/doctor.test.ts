import { DeleteAliasCommand, TagResourceCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateStateMachineAliasCommand, DeleteStateMachineAliasCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { applyDeployment, examineDeployment, planDeployment, promote, sendTo, type Finding } from '@flowmap/deploy';
import { cloud, type Cloud } from './support/cloud.js';
import { requestFor } from './support/flows.js';

const CODES = ['00000000000000c1', '00000000000000c2'] as const;
const ROLE = 'flowmap-flights-us-east-1-machine';

async function deployed(): Promise<Cloud> {
  const at = await cloud();
  for (const code of CODES) {
    const [request, ports] = [requestFor(at, { code }), await at.ports()];
    await applyDeployment(await planDeployment(request, ports), request, ports);
  }
  return at;
}

async function examine(at: Cloud): Promise<readonly Finding[]> {
  return examineDeployment('flights', { ...(await at.ports()), table: at.table });
}

/** What is not well. */
async function wrong(at: Cloud): Promise<readonly string[]> {
  return (await examine(at))
    .filter(({ level }) => level !== 'ok')
    .map(({ level, about, message, hint }) => {
      expect(hint).toMatch(/.+/);
      return `${level} ${about}: ${message}`;
    });
}

describe('a deployed flow is looked at', () => {
  test('and all is well', async () => {
    const at = await deployed();
    at.called.length = 0;
    const before = await at.everything();
    const findings = await examine(at);
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(findings.map(({ about }) => about)).toEqual([
      'deployment',
      'code',
      'code',
      'code',
      'Logs::LogGroup',
      'IAM::Role',
      'IAM::Role',
      'Lambda::Function',
      'Lambda::Alias',
      'Lambda::Function',
      'Lambda::Alias',
      'StepFunctions::StateMachine',
    ]);
    expect(findings[0]?.message).toBe('100 % of the runs go to version 2, deployed by developer/session.');
    expect(findings[8]?.message).toBe(
      `flights-1024mb:c-${CODES[1]} stands for version 2, with the code that was deployed.`,
    );
    expect(await at.everything()).toEqual(before);
    expect(at.called.length).toBeLessThan(40);
  });

  test('for an alias that is gone, or that somebody moved', async () => {
    const at = await deployed();
    const [FunctionName, Name] = ['flights-1024mb', `c-${CODES[1]}`];
    await at.aws.lambda.send(new UpdateAliasCommand({ FunctionName, Name, FunctionVersion: '1' }));
    await at.aws.lambda.send(new DeleteAliasCommand({ FunctionName: 'flights-2048mb', Name }));
    expect(await wrong(at)).toEqual([
      `error Lambda::Alias: flights-1024mb:${Name} stands for version 1, which has another code than was deployed.`,
      `error Lambda::Alias: flights-2048mb:${Name} is gone: runs fail there.`,
    ]);
  });

  test('for what is gone', async () => {
    const at = await deployed();
    await at.aws.logs.send(new DeleteLogGroupCommand({ logGroupName: '/flowmap/flights' }));
    await (await at.ports()).objects.remove([`.flowmap/code/${CODES[1]}.mjs.gz`]);
    expect(await wrong(at)).toEqual([
      `error code: .flowmap/code/${CODES[1]}.mjs.gz is gone from the bucket.`,
      'error Logs::LogGroup: /flowmap/flights is gone.',
    ]);
  });

  test('for roles with other policies than were written', async () => {
    const at = await deployed();
    const { iam } = at.aws;
    const deny = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' } };
    const task = ROLE.replace('machine', 'task');
    await iam.send(
      new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'flowmap', PolicyDocument: JSON.stringify(deny) }),
    );
    await iam.send(
      new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'mine', PolicyDocument: JSON.stringify(deny) }),
    );
    await iam.send(
      new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    );
    const trust = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    };
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument: JSON.stringify(trust) }));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: task, PolicyName: 'flowmap' }));
    expect(await wrong(at)).toEqual([
      `error IAM::Role: ${task} has lost its policy flowmap.`,
      `warning IAM::Role: ${ROLE} has policies that deploying did not write: mine, AdministratorAccess.`,
      `error IAM::Role: ${ROLE} does not let Step Functions take it on.`,
      expect.stringMatching(/lost the right to dynamodb:PutItem on arn:aws:dynamodb:.*:table\/flowmap-\d+\.$/),
      expect.stringMatching(/lost the right to lambda:InvokeFunction on arn:aws:lambda:.*:flights-1024mb:c-0+c2\.$/),
      expect.stringMatching(/lost the right to lambda:InvokeFunction on arn:aws:lambda:.*:flights-2048mb:c-0+c2\.$/),
    ]);
  });

  test('for runs that go elsewhere', async () => {
    const at = await deployed();
    const ports = await at.ports();
    await promote('flights', { weight: 25 }, ports);
    expect(await wrong(at)).toEqual([]);
    await promote('flights', { weight: 0 }, ports);
    expect(await wrong(at)).toEqual(['warning deployment: No run goes to version 2, the newest.']);
    const machine = 'arn:aws:states:us-east-1:123456789012:stateMachine:flights';
    const { UpdateStateMachineCommand } = await import('@aws-sdk/client-sfn');
    const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Succeed' } } });
    await at.aws.sfn.send(new UpdateStateMachineCommand({ stateMachineArn: machine, definition, publish: true }));
    await sendTo(ports.site, 'flights', [{ machineVersion: `${machine}:3`, weight: 100 }]);
    expect(await wrong(at)).toEqual([
      `error deployment: 100 % of the runs go to ${machine}:3, which no deployment made.`,
    ]);
    await at.aws.sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: `${machine}:live` }));
    expect(await wrong(at)).toEqual(['error deployment: flights has no state machine with the alias live.']);
    const routingConfiguration = [{ stateMachineVersionArn: `${machine}:2`, weight: 100 }];
    await at.aws.sfn.send(new CreateStateMachineAliasCommand({ name: 'live', routingConfiguration }));
    expect(await wrong(at)).toEqual([]);
  });

  test('for a deployment that never ended, tags, and what may not be looked at', async () => {
    const at = await deployed();
    await at.metadata.putDeployment({
      deployment: 'flights',
      version: 3,
      code: 'c3',
      by: 'eve',
      at: '2026-03-02T00:00:00Z',
    });
    const Resource = 'arn:aws:lambda:us-east-1:123456789012:function:flights-1024mb';
    await at.aws.lambda.send(new TagResourceCommand({ Resource, Tags: { 'flowmap:deployment': 'other' } }));
    at.account.denied = [{ action: 'iam:GetRole' }];
    expect(await wrong(at)).toEqual([
      'warning deployment: Version 3, begun by eve, never came to its end.',
      expect.stringMatching(/^warning IAM::Role: AWS::IAM::Role flowmap-flights-us-east-1-task could not be looked at/),
      expect.stringMatching(
        /^warning IAM::Role: AWS::IAM::Role flowmap-flights-us-east-1-machine could not be looked at/,
      ),
      'warning Lambda::Function: flights-1024mb has another tag flowmap:deployment.',
    ]);
    await expect(examineDeployment('flight', { ...(await at.ports()), table: at.table })).rejects.toMatchObject({
      code: 'NO_SUCH_FLOW',
    });
  });
});

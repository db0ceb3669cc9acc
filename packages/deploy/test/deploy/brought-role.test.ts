import { AttachRolePolicyCommand, CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { describe, expect, test } from '@jest/globals';
import { applyDeployment, machineRole, planDeployment, type DeployRequest, type PolicyDocument } from '@flowmap/deploy';
import { cloud, type Cloud } from './support/cloud.js';
import { requestFor } from './support/flows.js';

const ARN = 'arn:aws:iam::123456789012:role/team/runner';

interface Brought {
  readonly trust?: object;
  readonly inline?: object;
  readonly attached?: string;
}

/** The request with a role that somebody made for it, as `of` changes it. */
async function bring(at: Cloud, of: (right: { trust: PolicyDocument; inline: PolicyDocument }) => Brought) {
  const request = requestFor(at, { settings: { machineRole: ARN } });
  const { target, policies } = request.deployment;
  const right = machineRole(target, { policies });
  const {
    trust = right.AssumeRolePolicyDocument,
    inline,
    attached,
  } = of({
    trust: right.AssumeRolePolicyDocument,
    inline: right.PolicyDocument,
  });
  const { iam } = at.aws;
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  await iam.send(new CreateRoleCommand({ RoleName: 'runner', Path: '/team/', AssumeRolePolicyDocument }));
  if (inline) {
    const PolicyDocument = JSON.stringify(inline);
    await iam.send(new PutRolePolicyCommand({ RoleName: 'runner', PolicyName: 'own', PolicyDocument }));
  }
  if (attached !== undefined) await iam.send(new AttachRolePolicyCommand({ RoleName: 'runner', PolicyArn: attached }));
  return request;
}

async function refused(at: Cloud, request: DeployRequest): Promise<unknown> {
  const before = await at.everything();
  const error: unknown = await planDeployment(request, await at.ports()).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(await at.everything()).toEqual(before);
  return error;
}

describe('a role that somebody brings for the state machine', () => {
  test('is used where its inline policy has the rights', async () => {
    const at = await cloud();
    const request = await bring(at, ({ inline }) => ({ inline }));
    const plan = await planDeployment(request, await at.ports());
    expect(plan.warnings).toEqual([]);
    await applyDeployment(plan, request, await at.ports());
    expect(await at.account.resources()).not.toContain('role flowmap-flights-us-east-1-machine');
    expect(await at.account.contents()).toMatchObject({ 'state-machine flights': { roleArn: ARN } });
  });

  test('is used where a managed policy has them', async () => {
    const at = await cloud();
    const request = await bring(at, () => ({ attached: 'arn:aws:iam::aws:policy/AdministratorAccess' }));
    expect((await planDeployment(request, await at.ports())).warnings).toEqual([]);
  });

  test('is refused with all that it lacks, before anything is changed', async () => {
    const at = await cloud();
    const request = await bring(at, ({ inline }) => ({
      inline: {
        ...inline,
        Statement: [
          ...inline.Statement.filter(({ Action }) => !Action.includes('lambda:InvokeFunction')),
          { Sid: 'NoTable', Effect: 'Deny', Action: 'dynamodb:PutItem', Resource: '*' },
        ],
      },
    }));
    const error = await refused(at, request);
    expect(error).toMatchObject({ code: 'ROLE_LACKS_RIGHTS', hint: expect.stringContaining('flow-cli policies') });
    expect((error as Error).message.split('\n')).toEqual([
      `The role ${ARN} lacks rights that the state machine needs:`,
      expect.stringMatching(/^ {2}dynamodb:PutItem on arn:\S+, which is denied by NoTable$/),
      ...['1024mb', '2048mb'].map((shape) =>
        expect.stringMatching(new RegExp(`^  lambda:InvokeFunction on arn:\\S+:flights-${shape}:c-[?]{16}$`)),
      ),
    ]);
  });

  test('gives a warning where the rights hang on a condition', async () => {
    const at = await cloud();
    const request = await bring(at, ({ inline }) => ({
      inline: {
        ...inline,
        Statement: inline.Statement.map((statement) => ({
          ...statement,
          Sid: 'Dated',
          Condition: { DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } },
        })).slice(0, 1),
      },
    }));
    const error = await refused(at, request);
    expect(error).toMatchObject({ code: 'ROLE_LACKS_RIGHTS' });
    const whole = { Effect: 'Allow', Action: '*', Resource: '*' };
    await at.aws.iam.send(
      new PutRolePolicyCommand({
        RoleName: 'runner',
        PolicyName: 'own',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            whole,
            {
              Sid: 'Late',
              Effect: 'Deny',
              Action: 'dynamodb:*',
              Resource: '*',
              Condition: { Bool: { 'a:b': 'true' } },
            },
          ],
        }),
      }),
    );
    const { warnings } = await planDeployment(request, await at.ports());
    expect(warnings.length).toBeGreaterThan(0);
    for (const { message } of warnings) expect(message).toMatch(/allows dynamodb:\w+ on .* the statement Late/);
  });

  test.each([
    ['another service', () => ({ Principal: { Service: 'lambda.amazonaws.com' } })],
    [
      'another machine',
      () => ({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:other*' } } }),
    ],
    ['another account', () => ({ Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } } })],
  ])('is refused where it trusts %s', async (_, changed) => {
    const at = await cloud();
    const request = await bring(at, ({ trust, inline }) => ({
      inline,
      trust: { ...trust, Statement: [{ ...trust.Statement[0], ...changed() }] },
    }));
    expect(await refused(at, request)).toMatchObject({
      code: 'ROLE_NOT_USABLE',
      message: expect.stringContaining('take it on'),
    });
  });

  test('gives a warning where its trust hangs on what is not judged', async () => {
    const at = await cloud();
    const request = await bring(at, ({ trust, inline }) => ({
      inline,
      trust: {
        ...trust,
        Statement: [{ ...trust.Statement[0], Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } }],
      },
    }));
    expect((await planDeployment(request, await at.ports())).warnings).toEqual([
      expect.objectContaining({ message: expect.stringContaining('conditions') }),
    ]);
  });

  test.each([
    ['arn:aws:iam::123456789012:role/none', 'There is no role'],
    ['arn:aws:iam::999999999999:role/runner', 'of the account 999999999999'],
    ['runner', 'is no ARN'],
  ])('is refused where it is %s', async (machineRole, message) => {
    const at = await cloud();
    expect(await refused(at, requestFor(at, { settings: { machineRole } }))).toMatchObject({
      code: 'ROLE_NOT_USABLE',
      message: expect.stringContaining(message),
    });
  });

  test('is not checked where IAM may not be read, which a warning says', async () => {
    const at = await cloud();
    const request = await bring(at, () => ({}));
    at.account.denied = [{ action: 'iam:GetRole', resource: '*runner' }];
    const { warnings } = await planDeployment(request, await at.ports());
    expect(warnings).toEqual([expect.objectContaining({ message: expect.stringContaining('was not checked') })]);
  });
});

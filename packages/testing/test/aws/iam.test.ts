import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { account, allowing, client, refusal, START, trusting } from './support/account.js';

const LAMBDA = trusting({ Service: 'lambda.amazonaws.com' });

describe('a role', () => {
  test('is created, read, changed and deleted', async () => {
    const aws = await account();
    const iam = client(IAMClient, aws);
    const { Role: made } = await iam.send(
      new CreateRoleCommand({
        RoleName: 'task',
        Path: '/flows/',
        AssumeRolePolicyDocument: LAMBDA,
        Description: 'runs <tasks> & "more"',
        Tags: [{ Key: 'flowmap:deployment', Value: 'a b' }],
      }),
    );
    expect(made).toMatchObject({
      Arn: 'arn:aws:iam::123456789012:role/flows/task',
      Path: '/flows/',
      RoleName: 'task',
      MaxSessionDuration: 3600,
      CreateDate: START,
    });
    const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: 'task' }));
    expect(role).toMatchObject({
      Description: 'runs <tasks> & "more"',
      Tags: [{ Key: 'flowmap:deployment', Value: 'a b' }],
    });
    expect(role?.AssumeRolePolicyDocument).not.toContain('{');
    expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toBe(LAMBDA);
    const other = trusting({ Service: ['states.amazonaws.com', 'scheduler.amazonaws.com'] });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'task', PolicyDocument: other }));
    const { Role: changed } = await iam.send(new GetRoleCommand({ RoleName: 'task' }));
    expect(decodeURIComponent(changed?.AssumeRolePolicyDocument ?? '')).toBe(other);
    await iam.send(new DeleteRoleCommand({ RoleName: 'task' }));
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName: 'task' })))).toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name task cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('keeps any text, whatever it is in a form or in XML', async () => {
    const iam = client(IAMClient, await account());
    await iam.send(new CreateRoleCommand({ RoleName: 'task', AssumeRolePolicyDocument: LAMBDA }));
    const text = fc.string({
      unit: fc.constantFrom(...Array.from('aZ09 &<>"\'%+=.;[]\n\r\t~äß€😀')),
      minLength: 1,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(text, async (resource) => {
        const document = allowing(['s3:GetObject'], `arn:aws:s3:::${resource}`);
        await iam.send(new PutRolePolicyCommand({ RoleName: 'task', PolicyName: 'p', PolicyDocument: document }));
        const read = await iam.send(new GetRolePolicyCommand({ RoleName: 'task', PolicyName: 'p' }));
        expect(decodeURIComponent(read.PolicyDocument ?? '')).toBe(document);
        await iam.send(new UpdateRoleCommand({ RoleName: 'task', Description: resource }));
        const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: 'task' }));
        expect(role?.Description).toBe(resource);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  test('exists once, whatever the case of its name', async () => {
    const iam = client(IAMClient, await account());
    await iam.send(new CreateRoleCommand({ RoleName: 'task', AssumeRolePolicyDocument: LAMBDA }));
    const again = iam.send(new CreateRoleCommand({ RoleName: 'Task', AssumeRolePolicyDocument: LAMBDA }));
    expect((await refusal(again)).name).toBe('EntityAlreadyExistsException');
  });

  test('has tags', async () => {
    const iam = client(IAMClient, await account());
    await iam.send(new CreateRoleCommand({ RoleName: 'task', AssumeRolePolicyDocument: LAMBDA }));
    expect((await iam.send(new ListRoleTagsCommand({ RoleName: 'task' }))).Tags).toEqual([]);
    await iam.send(
      new TagRoleCommand({
        RoleName: 'task',
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '' },
        ],
      }),
    );
    await iam.send(new UntagRoleCommand({ RoleName: 'task', TagKeys: ['a'] }));
    const listed = await iam.send(new ListRoleTagsCommand({ RoleName: 'task' }));
    expect(listed).toMatchObject({ Tags: [{ Key: 'b', Value: '' }], IsTruncated: false });
  });

  test.each([
    ['no JSON', '{', 'This policy contains invalid Json'],
    ['no principal', allowing(['sts:AssumeRole']), 'Has prohibited field Resource'],
    [
      'another action',
      LAMBDA.replace('sts:AssumeRole', 's3:GetObject'),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    ['no service', trusting({ Service: 'lambda' }), 'Invalid principal in policy: "Service":"lambda"'],
    [
      'a role that does not exist',
      trusting({ AWS: 'arn:aws:iam::123456789012:role/none' }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/none"',
    ],
  ])('with a trust policy of %s is refused', async (_what, document, message) => {
    const iam = client(IAMClient, await account());
    const created = iam.send(new CreateRoleCommand({ RoleName: 'task', AssumeRolePolicyDocument: document }));
    expect(await refusal(created)).toMatchObject({ name: 'MalformedPolicyDocumentException', message });
  });

  test('with a name or a member that breaks its constraints is refused', async () => {
    const iam = client(IAMClient, await account());
    const long = iam.send(new CreateRoleCommand({ RoleName: 'r'.repeat(65), AssumeRolePolicyDocument: LAMBDA }));
    expect(await refusal(long)).toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(
        "at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64",
      ),
    });
    const bounded = new CreateRoleCommand({
      RoleName: 'r',
      AssumeRolePolicyDocument: LAMBDA,
      PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess',
    });
    expect(await refusal(iam.send(bounded))).toMatchObject({
      name: 'NotImplemented',
      $metadata: { httpStatusCode: 501 },
    });
  });
});

describe("a role's policies", () => {
  const withRole = async () => {
    const aws = await account();
    const iam = client(IAMClient, aws);
    await iam.send(new CreateRoleCommand({ RoleName: 'task', AssumeRolePolicyDocument: LAMBDA }));
    const put = (name: string, document: string) =>
      iam.send(new PutRolePolicyCommand({ RoleName: 'task', PolicyName: name, PolicyDocument: document }));
    return { aws, iam, put };
  };

  test('are put, read, listed by page, and go before the role goes', async () => {
    const { aws, iam, put } = await withRole();
    const document = allowing(['s3:GetObject'], "arn:aws:s3:::a(b)*!'/ü");
    await put('b', document);
    await put('a', allowing(['sqs:*']));
    await put('a', allowing(['sns:*']));
    const read = await iam.send(new GetRolePolicyCommand({ RoleName: 'task', PolicyName: 'b' }));
    expect(decodeURIComponent(read.PolicyDocument ?? '')).toBe(document);
    const first = await iam.send(new ListRolePoliciesCommand({ RoleName: 'task', MaxItems: 1 }));
    expect(first).toMatchObject({ PolicyNames: ['a'], IsTruncated: true });
    const second = await iam.send(new ListRolePoliciesCommand({ RoleName: 'task', MaxItems: 1, Marker: first.Marker }));
    expect(second).toMatchObject({ PolicyNames: ['b'], IsTruncated: false });
    expect(await aws.resources()).toEqual(['role task', 'role-policy task/a', 'role-policy task/b']);
    expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'task' })))).toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete policies first.',
    });
    for (const name of ['a', 'b']) {
      await iam.send(new DeleteRolePolicyCommand({ RoleName: 'task', PolicyName: name }));
    }
    const gone = iam.send(new DeleteRolePolicyCommand({ RoleName: 'task', PolicyName: 'a' }));
    expect(await refusal(gone)).toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role policy with name a cannot be found.',
    });
    await iam.send(new DeleteRoleCommand({ RoleName: 'task' }));
    expect(await aws.resources()).toEqual([]);
  });

  test('have 10,240 characters in all, white space not counted', async () => {
    const { put } = await withRole();
    const filled = (length: number) => allowing(['s3:GetObject'], `arn:aws:s3:::${'x'.repeat(length)}`);
    const rest = 10_240 - filled(0).length;
    await put('a', filled(rest).replaceAll(',', ', \n'));
    expect((await refusal(put('b', allowing(['s3:GetObject'])))).name).toBe('LimitExceededException');
    expect(await refusal(put('a', filled(rest + 1)))).toMatchObject({
      name: 'LimitExceededException',
      message: 'Maximum policy size of 10240 bytes exceeded for role task',
    });
  });

  test.each([
    ['an action without a service', allowing(['GetObject'])],
    ['a resource that is no ARN', allowing(['s3:GetObject'], 'bucket/*')],
    ['no resource', JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*' } })],
    ['an effect that is none', allowing(['s3:*']).replace('Allow', 'allow')],
    ['a statement id with other characters', allowing(['s3:*']).replace('{"Effect"', '{"Sid":"a-b","Effect"')],
    ['a member that there is not', allowing(['s3:*']).replace('"Resource"', '"Resources":"*","Resource"')],
  ])('with %s are refused', async (_what, document) => {
    const { put } = await withRole();
    expect((await refusal(put('a', document))).name).toBe('MalformedPolicyDocumentException');
  });

  test('of AWS are attached and detached', async () => {
    const { iam, aws } = await withRole();
    const arn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'task', PolicyArn: arn }));
    expect((await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'task' }))).AttachedPolicies).toEqual([
      { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: arn },
    ]);
    expect((await refusal(iam.send(new DeleteRoleCommand({ RoleName: 'task' })))).message).toBe(
      'Cannot delete entity, must detach all policies first.',
    );
    await iam.send(new DetachRolePolicyCommand({ RoleName: 'task', PolicyArn: arn }));
    expect(await aws.resources()).toEqual(['role task']);
    const none = iam.send(new AttachRolePolicyCommand({ RoleName: 'task', PolicyArn: `${arn}None` }));
    expect((await refusal(none)).name).toBe('NoSuchEntityException');
  });

  test('are simulated with wildcards, and a denial wins', async () => {
    const { iam, put } = await withRole();
    await put(
      'a',
      allowing(['s3:Get*', 'states:?tartExecution'], ['arn:aws:s3:::data/*', 'arn:aws:states:*:*:stateMachine:x']),
    );
    await put('b', allowing(['s3:GetObject'], 'arn:aws:s3:::data/secret/*').replace('Allow', 'Deny'));
    const simulate = async (action: string, resource: string) => {
      const { EvaluationResults: results } = await iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: 'arn:aws:iam::123456789012:role/task',
          ActionNames: [action],
          ResourceArns: [resource],
        }),
      );
      return results?.map((result) => result.EvalDecision);
    };
    expect(await simulate('s3:getobject', 'arn:aws:s3:::data/a/b')).toEqual(['allowed']);
    expect(await simulate('s3:GetObject', 'arn:aws:s3:::data/secret/b')).toEqual(['explicitDeny']);
    expect(await simulate('s3:PutObject', 'arn:aws:s3:::data/a')).toEqual(['implicitDeny']);
    expect(await simulate('s3:GetObject', 'arn:aws:s3:::data')).toEqual(['implicitDeny']);
    expect(await simulate('states:StartExecution', 'arn:aws:states:eu-west-1:1:stateMachine:x')).toEqual(['allowed']);
  });
});

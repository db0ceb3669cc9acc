import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Flow } from '@flowmap/flow';
import type { ServiceRefusal } from '@flowmap/testing';
import { cliAccount, type Said } from './support/account.js';
import { flowFile, newFolder } from './support/flow-cli.js';

const HELLO = flowFile('hello.ts');
const at = cliAccount();
let environment: NodeJS.ProcessEnv;
beforeAll(() => {
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: 'true',
    // A quota and throttling are waited for by the clock.
    AWS_MAX_ATTEMPTS: '2',
    AWS_CONFIG_FILE: '/none',
    AWS_SHARED_CREDENTIALS_FILE: '/none',
  });
  for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) Reflect.deleteProperty(process.env, name);
  environment = { ...process.env };
});

function mend(): void {
  at.account.denied = [];
  at.account.expired = false;
  at.account.onCall(undefined);
  process.env = { ...environment };
}
afterEach(mend);

/** What goes wrong, and what is said of it. */
interface Trouble {
  readonly what: string;
  /** Brings it about. */
  readonly breaks?: () => unknown;
  /** Options of the command beside those that every deployment has. */
  readonly options?: readonly string[];
  /** Without the region and the address of the account. */
  readonly bare?: boolean;
  /** The error as it is printed, and what there is to do; THIS is that of the deployment, HASH that of its code. */
  /** Whether the call is made several times before it is given up. Default: no. */
  readonly isTriedAgain?: boolean;
  readonly says: readonly [message: string, hint: string];
}

const without =
  (...names: readonly string[]) =>
  () => {
    for (const name of names) Reflect.deleteProperty(process.env, name);
  };
const denied = (action: string, resource?: string) => () => {
  at.account.denied = [{ action, ...(resource !== undefined && { resource }) }];
};
const refuses = (action: string, refusal: ServiceRefusal) => () => {
  at.account.onCall((call) => (call.action === action ? refusal : undefined));
};
const RIGHTS =
  'flow-cli policies FILE --for deployer prints what this command needs, for whoever gives rights in the account.';
const AGAIN = 'say the same command once more: it goes on where it stopped';

function deploying(
  name: string,
  { options = [], bare = false }: Pick<Trouble, 'options' | 'bare'> = {},
): Promise<Said> {
  return (bare ? at.bare : at.cli)('deploy', HELLO, '--yes', '--name', name, ...options);
}

/** All that a deployment makes, which is what is there when nothing went wrong. */
function whole(name: string): readonly RegExp[] {
  return [
    `function ${name}-1024mb`,
    `function-alias ${name}-1024mb:c-[0-9a-f]{16}`,
    `function-version ${name}-1024mb:1`,
    `log-group /flowmap/${name}`,
    `role flowmap-${name}-us-east-1-machine`,
    `role flowmap-${name}-us-east-1-task`,
    `role-policy flowmap-${name}-us-east-1-machine/flowmap`,
    `role-policy flowmap-${name}-us-east-1-task/flowmap`,
    `state-machine ${name}`,
    `state-machine-alias ${name}:live`,
    `state-machine-version ${name}:1`,
  ].map((text) => new RegExp(`^${text}$`, 'u'));
}

/** What is printed of it. */
function printed({ says: [message, hint] }: Trouble, name: string): string {
  return `error ${message}\n  ${hint}\n`.replaceAll('THIS', name);
}

async function ofName(name: string): Promise<readonly string[]> {
  return (await at.account.resources()).filter((resource) => new RegExp(`\\b${name}(?![0-9])`, 'u').test(resource));
}

const BEFORE: readonly Trouble[] = [
  {
    what: 'no credentials',
    breaks: without('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'),
    says: [
      'There are no AWS credentials to use.',
      'Sign in (aws sso login), name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    ],
  },
  {
    what: 'a profile that is not there',
    breaks: without('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'),
    options: ['--profile', 'nobody'],
    says: [
      'There are no AWS credentials to use.',
      'The profile nobody gives none. Sign in (aws sso login --profile nobody), or name another one: aws configure list-profiles lists them.',
    ],
  },
  {
    what: 'a key that AWS does not know',
    breaks: () => (process.env['AWS_ACCESS_KEY_ID'] = 'AKIANOBODY'),
    says: [
      'AWS does not know these credentials: sts:GetCallerIdentity says InvalidClientTokenId: The security token included in the request is invalid.',
      'Check the access key and the profile; and the region: one that the account has to enable first says the same until then.',
    ],
  },
  {
    what: 'credentials that have expired',
    breaks: () => (at.account.expired = true),
    says: ['The AWS credentials have expired.', `Sign in again (aws sso login), and ${AGAIN}.`],
  },
  {
    what: 'no region',
    bare: true,
    says: [
      'Nothing says in which region to work.',
      'Name one with --region, or set AWS_REGION, or put it into target.region of flowmap.config.ts.',
    ],
  },
  {
    what: 'a region that is none',
    bare: true,
    options: ['--region', 'Frankfurt am Main'],
    says: ['"Frankfurt am Main" is no region.', 'Write it as AWS does: eu-central-1.'],
  },
  {
    what: 'a region whose hosts there are none',
    bare: true,
    options: ['--region', 'eu-nowhere-1', '--endpoint-url', 'http://eu-nowhere-1.invalid'],
    says: [
      'There is no host eu-nowhere-1.invalid: the region does not exist, or this machine has no network.',
      'Check the region (--region, AWS_REGION, the profile), --endpoint-url, and the network.',
    ],
  },
  {
    what: 'an address where nobody answers',
    bare: true,
    options: ['--region', 'us-east-1', '--endpoint-url', 'http://127.0.0.1:9'],
    says: [
      'There is no answer to sts:GetCallerIdentity: connect ECONNREFUSED 127.0.0.1:9.',
      'Check the network, a proxy, --endpoint-url, and that the region exists.',
    ],
  },
  {
    what: 'a region in which the table is not',
    options: ['--table', 'elsewhere'],
    says: [
      'There is no table elsewhere in us-east-1 of the account 123456789012.',
      "flow-cli bootstrap makes it. If flowmap's is in another region or has another name: --region, --table, or target of flowmap.config.ts.",
    ],
  },
  {
    what: 'a region in which the bucket is not',
    options: ['--bucket', 'not-here'],
    says: [
      'There is no bucket not-here in us-east-1 of the account 123456789012.',
      "flow-cli bootstrap makes it. If flowmap's is in another region or has another name: --region, --bucket, or target of flowmap.config.ts.",
    ],
  },
  {
    what: 'a bucket in another region',
    breaks: () => at.s3.buckets.create('far-away', { region: 'eu-west-1' }),
    options: ['--bucket', 'far-away'],
    says: [
      'The bucket far-away is in eu-west-1, and this command works in us-east-1.',
      'A function takes its code from a bucket of its own region: work there with --region eu-west-1, or name a bucket of us-east-1 with --bucket.',
    ],
  },
  {
    what: 'no right to read the table',
    breaks: denied('dynamodb:GetItem'),
    says: [
      'The right to dynamodb:GetItem on arn:aws:dynamodb:us-east-1:123456789012:table/flowmap is missing.',
      RIGHTS,
    ],
  },
  {
    what: 'no right to see the bucket',
    breaks: denied('s3:ListBucket'),
    says: ['The right to s3:ListBucket on arn:aws:s3:::flowmap-123456789012-us-east-1 is missing.', RIGHTS],
  },
  {
    what: 'no right to look at a function',
    breaks: denied('lambda:GetFunction'),
    says: [
      'The right to lambda:GetFunction on arn:aws:lambda:us-east-1:123456789012:function:early-1024mb is missing.',
      RIGHTS,
    ],
  },
  {
    what: 'a role for the machine that is not there',
    options: ['--role', 'arn:aws:iam::123456789012:role/none'],
    says: [
      'There is no role arn:aws:iam::123456789012:role/none.',
      'flow-cli policies FILE prints the role that it needs; or leave --role out for a role of its own.',
    ],
  },
];

describe('before anything is changed, flow-cli deploy refuses', () => {
  it.each(BEFORE)('$what', async (trouble) => {
    const before = await at.account.resources();
    await trouble.breaks?.();
    const { status, err } = await deploying('early', trouble);
    expect(err).toBe(printed(trouble, 'early'));
    expect(status).toBe(1);
    mend();
    expect(await at.account.resources()).toEqual(before);
    expect(await at.metadata.owner('early')).toBeUndefined();
  });
});

/** In the order in which a deployment meets them. */
const DURING: readonly Trouble[] = [
  {
    what: 'no right to write the table',
    breaks: denied('dynamodb:PutItem'),
    says: [
      'The right to dynamodb:PutItem on arn:aws:dynamodb:us-east-1:123456789012:table/flowmap is missing.',
      RIGHTS,
    ],
  },
  {
    what: 'no right to write the code',
    breaks: denied('s3:PutObject'),
    says: [
      'The right to s3:PutObject on arn:aws:s3:::flowmap-123456789012-us-east-1/.flowmap/code/HASH.zip is missing.',
      RIGHTS,
    ],
  },
  {
    what: 'too many log groups',
    isTriedAgain: true,
    breaks: refuses('CreateLogGroup', { code: 'LimitExceededException', message: 'Resource limit exceeded.' }),
    says: [
      'The account has as many log groups as it may have, so logs:CreateLogGroup refused /flowmap/THIS: Resource limit exceeded.',
      'Remove some that nobody reads, or ask for more in the Service Quotas console: Amazon CloudWatch Logs, Log groups. Then say the same command once more.',
    ],
  },
  {
    what: 'no right to make a role',
    breaks: denied('iam:CreateRole'),
    says: [
      'The right to iam:CreateRole on arn:aws:iam::123456789012:role/flowmap-THIS-us-east-1-task is missing.',
      RIGHTS,
    ],
  },
  {
    what: 'too many roles',
    isTriedAgain: true,
    breaks: refuses('CreateRole', {
      code: 'LimitExceeded',
      status: 409,
      message: 'Cannot exceed quota for RolesPerAccount: 1000',
    }),
    says: [
      'The account has as many roles as it may have, so iam:CreateRole refused flowmap-THIS-us-east-1-task: Cannot exceed quota for RolesPerAccount: 1000.',
      'Remove roles that nobody uses, or ask for more in the Service Quotas console: AWS IAM, Roles per account. Then say the same command once more.',
    ],
  },
  {
    what: 'somebody who changes the same',
    isTriedAgain: true,
    breaks: refuses('CreateRole', {
      code: 'ConcurrentModification',
      status: 409,
      message:
        'The request was rejected because multiple requests to change this object were submitted simultaneously.',
    }),
    says: [
      'flowmap-THIS-us-east-1-task is being changed by somebody else, or still by an earlier command: The request was rejected because multiple requests to change this object were submitted simultaneously.',
      `Wait a minute, and ${AGAIN}.`,
    ],
  },
  {
    what: 'credentials that expire',
    breaks: () =>
      at.account.onCall(({ action }) => {
        if (action === 'CreateFunction') at.account.expired = true;
        return undefined;
      }),
    says: ['The AWS credentials have expired.', `Sign in again (aws sso login), and ${AGAIN}.`],
  },
  {
    what: 'no right to hand over a role',
    breaks: denied('iam:PassRole', '*-task'),
    says: [
      'The right to iam:PassRole on arn:aws:iam::123456789012:role/flowmap-THIS-us-east-1-task is missing, without which lambda:CreateFunction on THIS-1024mb is refused.',
      RIGHTS,
    ],
  },
  {
    what: 'no right to read the code for a function',
    breaks: denied('s3:GetObject'),
    says: [
      'The right to s3:GetObject on arn:aws:s3:::flowmap-123456789012-us-east-1/.flowmap/code/HASH.zip is missing, without which lambda:CreateFunction on THIS-1024mb is refused.',
      RIGHTS,
    ],
  },
  {
    what: 'a policy of the organisation',
    breaks: refuses('CreateFunction', {
      code: 'AccessDeniedException',
      status: 403,
      message:
        'User: arn:aws:sts::123456789012:assumed-role/developer/session is not authorized to perform: lambda:CreateFunction on resource: arn:aws:lambda:us-east-1:123456789012:function:x with an explicit deny in a service control policy',
    }),
    says: [
      'The right to lambda:CreateFunction on arn:aws:lambda:us-east-1:123456789012:function:x is missing: AWS refuses it with an explicit deny in a service control policy.',
      RIGHTS,
    ],
  },
  {
    what: 'no room for code',
    breaks: refuses('CreateFunction', {
      code: 'CodeStorageExceededException',
      message: 'Code storage limit exceeded.',
    }),
    says: [
      'AWS Lambda has no room for more code of this account in this region, so lambda:CreateFunction refused THIS-1024mb: Code storage limit exceeded.',
      'flow-cli doctor says how full it is. Remove functions and versions that nobody uses, or ask for more in the Service Quotas console: AWS Lambda, Function and layer storage. Then say the same command once more.',
    ],
  },
  {
    what: 'a service that is asked too often',
    isTriedAgain: true,
    breaks: refuses('CreateFunction', { code: 'TooManyRequestsException', status: 429, message: 'Rate exceeded' }),
    says: [
      'AWS takes no more calls of lambda:CreateFunction at the moment. It was asked several times, and says TooManyRequestsException: Rate exceeded.',
      `Somebody else is busy in the account. Wait a minute, and ${AGAIN}.`,
    ],
  },
  {
    what: 'code that is too large with its layers',
    breaks: refuses('CreateFunction', {
      code: 'InvalidParameterValueException',
      message: 'Unzipped size must be smaller than 262144000 bytes',
    }),
    says: [
      'The code of THIS-1024mb takes more than a Lambda function holds: 250 MiB, unzipped and together with its layers.',
      'Leave out packages and layers that it does not need, or bring them in an image: lambda({ image }).',
    ],
  },
  {
    what: 'a role that Lambda may not take on',
    isTriedAgain: true,
    breaks: refuses('CreateFunction', {
      code: 'InvalidParameterValueException',
      message: 'The role defined for the function cannot be assumed by Lambda.',
    }),
    says: [
      'THIS-1024mb was refused for its role: The role defined for the function cannot be assumed by Lambda.',
      `All of AWS knows a new role after a minute at the latest. Wait, and ${AGAIN}. If it is refused again, a policy of the organisation forbids it.`,
    ],
  },
  {
    what: 'too many state machines',
    breaks: refuses('CreateStateMachine', {
      code: 'StateMachineLimitExceeded',
      message: 'State machine maximum count exceeded.',
    }),
    says: [
      'The account has as many state machines as it may have, so states:CreateStateMachine refused THIS: State machine maximum count exceeded.',
      'Remove flows that nobody uses (flow-cli list, flow-cli delete NAME), or ask for more in the Service Quotas console: AWS Step Functions, Registered state machines. Then say the same command once more.',
    ],
  },
  {
    what: 'a role that Step Functions may not take on',
    isTriedAgain: true,
    breaks: refuses('CreateStateMachine', {
      code: 'AccessDeniedException',
      message:
        'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    }),
    says: [
      'THIS was refused for its role: Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
      `All of AWS knows a new role after a minute at the latest. Wait, and ${AGAIN}. If it is refused again, a policy of the organisation forbids it.`,
    ],
  },
  {
    what: 'something else',
    breaks: refuses('CreateStateMachine', {
      code: 'InvalidLoggingConfiguration',
      message: 'The CloudWatch Logs Resource Policy size was exceeded.',
    }),
    says: [
      'states:CreateStateMachine on THIS failed: InvalidLoggingConfiguration: The CloudWatch Logs Resource Policy size was exceeded.',
      'Say the same command once more when the reason is gone: it goes on where it stopped.',
    ],
  },
];

describe('in the middle, flow-cli deploy', () => {
  const name = 'midway';
  const made: string[] = [];

  it.each(DURING)('is stopped by $what', async (trouble) => {
    await trouble.breaks?.();
    const before = at.account.calls.length;
    const { status, err } = await deploying(name);
    const done = err.slice(0, err.indexOf('error '));
    expect(err.slice(done.length).replaceAll(/\b[0-9a-f]{16}\b/gu, 'HASH')).toBe(printed(trouble, name));
    expect(status).toBe(1);
    const last = at.account.calls.at(-1);
    const asked = at.account.calls
      .slice(before)
      .filter(({ action, resource }) => action === last?.action && resource === last.resource);
    expect(asked.length > 1).toBe(trouble.isTriedAgain ?? false);
    made.push(...done.split('\n').filter((line) => line !== ''));
  });

  it('is finished by the same command once nothing stops it: nothing is made twice, and nothing is left over', async () => {
    const { status, out, err } = await deploying(name);
    expect([status, out]).toEqual([0, expect.stringContaining('Its production token is ')]);
    const all = [...made, ...err.split('\n').filter((line) => line !== '')];
    expect(new Set(all).size).toBe(all.length);
    expect(await ofName(name)).toEqual(whole(name).map((text) => expect.stringMatching(text)));
    expect((await deploying(name)).out).toBe(`${name} in 123456789012, us-east-1: nothing changes since version 1.\n`);
  });
});

describe('what somebody else made', () => {
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'states.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  const roleOf = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
  async function withRole(name: string, statements: readonly object[]): Promise<void> {
    const iam = new IAMClient(at.account.clientConfig);
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust })).catch(() => undefined);
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements });
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'own', PolicyDocument }));
    iam.destroy();
  }
  const allow = (Action: readonly string[]): object => ({ Effect: 'Allow', Action, Resource: '*' });

  it('a role with too few rights is refused with those that are missing, and used once it has them', async () => {
    await withRole('runner', [allow(['dynamodb:*', 'states:*', 'logs:*', 's3:*'])]);
    const before = await at.account.resources();
    const refused = await deploying('brought', { options: ['--role', roleOf('runner')] });
    expect(refused).toEqual({
      status: 1,
      out: '',
      err: [
        `error The role ${roleOf('runner')} lacks rights that the state machine needs:`,
        '  lambda:InvokeFunction on arn:aws:lambda:us-east-1:123456789012:function:brought-1024mb:c-????????????????',
        '  flow-cli policies FILE prints the policy that it needs; or leave --role out for a role of its own.',
        '',
      ].join('\n'),
    });
    expect(await at.account.resources()).toEqual(before);
    await withRole('runner', [allow(['dynamodb:*', 'states:*', 'logs:*', 's3:*', 'lambda:InvokeFunction'])]);
    expect(await deploying('brought', { options: ['--role', roleOf('runner')] })).toMatchObject({ status: 0 });
    const there = await at.account.contents();
    expect(there['state-machine brought']).toMatchObject({ roleArn: roleOf('runner') });
    expect(Object.keys(there)).not.toContain('role flowmap-brought-us-east-1-machine');
  });

  it('a state machine of the name is left alone', async () => {
    await withRole('theirs', [allow(['logs:*'])]);
    const sfn = new SFNClient(at.account.clientConfig);
    const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
    await sfn.send(new CreateStateMachineCommand({ name: 'taken', definition, roleArn: roleOf('theirs') }));
    sfn.destroy();
    const before = await at.account.contents();
    const { status, err } = await deploying('taken');
    expect([status, err]).toEqual([
      1,
      'error The account has a resource taken (AWS::StepFunctions::StateMachine) already, which flowmap did not make.\n' +
        "  Deploy under another name with --name. Or, if it is to become this flow's, give it the tag flowmap:deployment=taken first.\n",
    ]);
    expect(await at.account.contents()).toEqual(before);
  });

  it('a role of the profile that may not be taken on is named', async () => {
    const { accessKeyId, secretAccessKey } = at.account.clientConfig.credentials;
    const file = join(newFolder(), 'config');
    writeFileSync(
      file,
      [
        '[profile far]',
        `role_arn = ${roleOf('far')}`,
        'source_profile = near',
        'region = us-east-1',
        '[profile near]',
        `aws_access_key_id = ${accessKeyId}`,
        `aws_secret_access_key = ${secretAccessKey}`,
        '',
      ].join('\n'),
    );
    without('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY')();
    Object.assign(process.env, { AWS_CONFIG_FILE: file, AWS_ENDPOINT_URL: at.account.url });
    const { status, err } = await deploying('early', { options: ['--profile', 'far'] });
    expect([status, err]).toEqual([
      1,
      `error The right to sts:AssumeRole on ${roleOf('far')} is missing.\n` +
        '  The trust policy of that role has to name whoever takes it on. Check role_arn and source_profile of the profile, too.\n',
    ]);
  });
});

describe('the commands after it', () => {
  const COMMANDS: readonly (readonly [command: readonly string[], action: string, whose: string])[] = [
    [['trigger', 'after', '--who', 'x'], 'states:StartExecution', 'FILE --for operator'],
    [['list'], 'dynamodb:Query', 'FILE --for operator'],
    [['list-runs', 'after'], 'states:ListExecutions', 'FILE --for operator'],
    [['status', 'after/a'], 'states:DescribeExecution', 'FILE --for operator'],
    [['logs', 'after/a'], 'logs:FilterLogEvents', 'FILE --for operator'],
    [['terminate', 'after/a'], 'states:StopExecution', 'FILE --for operator'],
    [['history', 'after'], 'dynamodb:Query', 'FILE --for operator'],
    [['promote', 'after', '--weight', '100'], 'states:DescribeStateMachineAlias', 'FILE --for deployer'],
    [['delete', 'after', '--yes', '--force'], 'states:DeleteStateMachineAlias', 'FILE --for deployer'],
    [['bootstrap', '--yes', '--bucket', 'new-one'], 's3:CreateBucket', '--for bootstrap'],
  ];
  /** Those that look into the table. */
  const ASK_TABLE = ['trigger', 'list', 'terminate', 'history', 'promote', 'delete'];
  beforeAll(async () => {
    const { default: hello } = (await import(HELLO)) as { readonly default: Flow };
    await at.deploy(
      'after',
      { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 10_000, End: true } } },
      hello.graph,
    );
    await at.cli('trigger', 'after', '--who', 'x', '--run-id', 'a');
  });

  it.each(COMMANDS)('%j says which right is missing, and where it is printed', async (command, action, whose) => {
    denied(action)();
    const { status, err } = await at.cli(...command);
    const [said, hint] = err.split('\n').slice(-3);
    expect(said).toMatch(new RegExp(`^error The right to ${action} on arn:aws:\\S+ is missing\\.$`, 'u'));
    expect(hint).toBe(
      `  flow-cli policies ${whose} prints what this command needs, for whoever gives rights in the account.`,
    );
    expect(status).toBe(1);
  });

  it.each(COMMANDS)('%j says that credentials have expired, and that there is no table', async (command) => {
    at.account.expired = true;
    const expired = await at.cli(...command);
    expect(expired).toEqual({
      status: 1,
      out: '',
      err: `error The AWS credentials have expired.\n  Sign in again (aws sso login), and ${AGAIN}.\n`,
    });
    mend();
    if (!ASK_TABLE.includes(command[0] ?? '')) return;
    const elsewhere = await at.cli(...command, '--table', 'elsewhere');
    expect(elsewhere).toMatchObject({ status: 1, out: '' });
    expect(elsewhere.err).toContain(
      'error There is no table elsewhere in us-east-1 of the account 123456789012.\n  flow-cli bootstrap makes it.',
    );
  });
});

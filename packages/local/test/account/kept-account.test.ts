import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type AccountCall, type KeptAccount, openAccount } from '../../src/account/kept/kept-account.js';
import type { Service } from '../../src/account/protocol/service.js';
import { archive, newFolder } from './support/server.js';

const HOME = { account: '123456789012', region: 'eu-west-1', partition: 'aws' };
const SERVICES = ['iam', 'lambda', 'logs', 'events', 'scheduler', 'secretsmanager', 'ssm', 'batch'];
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** Opens the account of a folder; its clock goes on by a second with each look. */
function open(folder: string, began = 1_790_000_000_000): Promise<KeptAccount> {
  let now = began;
  return openAccount({ home: HOME, folder, now: () => (now += 1000), object: () => undefined });
}

function call(account: KeptAccount, service: string, action: string, input: object): Promise<unknown> {
  const asked: AccountCall = { action, input, loose: service === 'iam' };
  return account.call(account.service(service) as Service, asked);
}

/** All that an account has and shows: also the times and ids in its answers. */
async function shown(account: KeptAccount): Promise<unknown> {
  const functions = (await call(account, 'lambda', 'ListFunctions', {})) as {
    readonly Functions: readonly { readonly FunctionName: string }[];
  };
  const groups = (await call(account, 'logs', 'DescribeLogGroups', {})) as {
    readonly logGroups: readonly { readonly logGroupName: string }[];
  };
  return JSON.parse(
    JSON.stringify({
      contents: SERVICES.map((name) => account.service(name)?.contents()),
      functions,
      groups,
      lines: await Promise.all(
        groups.logGroups.map(({ logGroupName }) => call(account, 'logs', 'FilterLogEvents', { logGroupName })),
      ),
      versions: await Promise.all(
        functions.Functions.map(({ FunctionName }) =>
          call(account, 'lambda', 'ListVersionsByFunction', { FunctionName }),
        ),
      ),
      secrets: await call(account, 'secretsmanager', 'ListSecrets', {}).catch(() => undefined),
    }),
  );
}

const name = fc.constantFrom('a', 'b', 'c');
const step = fc.oneof(
  fc.record({
    service: fc.constant('iam'),
    action: fc.constant('CreateRole'),
    input: name.map((RoleName) => ({ RoleName, AssumeRolePolicyDocument: TRUST })),
  }),
  fc.record({
    service: fc.constant('iam'),
    action: fc.constant('DeleteRole'),
    input: name.map((RoleName) => ({ RoleName })),
  }),
  fc.record({
    service: fc.constant('logs'),
    action: fc.constantFrom('CreateLogGroup', 'DeleteLogGroup'),
    input: name.map((logGroupName) => ({ logGroupName })),
  }),
  fc.record({
    service: fc.constant('logs'),
    action: fc.constant('CreateLogStream'),
    input: name.map((logGroupName) => ({ logGroupName, logStreamName: 's' })),
  }),
  fc.record({
    service: fc.constant('logs'),
    action: fc.constant('PutLogEvents'),
    input: fc.tuple(name, fc.integer({ min: 0, max: 99 })).map(([logGroupName, n]) => ({
      logGroupName,
      logStreamName: 's',
      logEvents: [{ timestamp: 1_790_000_000_000 + n, message: `line ${n}` }],
    })),
  }),
  fc.record({
    service: fc.constant('lambda'),
    action: fc.constant('CreateFunction'),
    input: fc.tuple(name, name).map(([FunctionName, role]) => ({
      FunctionName,
      Role: `arn:aws:iam::123456789012:role/${role}`,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: Buffer.from(archive(`export const handler = () => '${role}'`)).toString('base64') },
      Publish: true,
    })),
  }),
  fc.record({
    service: fc.constant('lambda'),
    action: fc.constantFrom('DeleteFunction', 'PublishVersion'),
    input: name.map((FunctionName) => ({ FunctionName })),
  }),
  fc.record({
    service: fc.constant('secretsmanager'),
    action: fc.constant('CreateSecret'),
    input: name.map((Name) => ({ Name, SecretString: 'x' })),
  }),
  fc.record({
    service: fc.constant('events'),
    action: fc.constant('PutRule'),
    input: name.map((Name) => ({ Name, ScheduleExpression: 'rate(5 minutes)' })),
  }),
);

describe('an account that is opened again', () => {
  test('is as it was after any calls, those that were refused among them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const folder = newFolder();
        const account = await open(folder);
        for (const { service, action, input } of steps)
          await call(account, service, action, input).catch(() => undefined);
        const before = await shown(account);
        await account.close();
        // Much later, and twice: opening it changes nothing.
        for (const began of [1_790_000_900_000, 1_790_000_900_001]) {
          const again = await open(folder, began);
          expect(await shown(again)).toEqual(before);
          await again.close();
        }
      }),
      { numRuns: 25, seed: 19 },
    );
  });

  test('goes on with its ids, and does what was refused no second time', async () => {
    const folder = newFolder();
    const account = await open(folder);
    await call(account, 'iam', 'CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST });
    await expect(
      call(account, 'iam', 'CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST }),
    ).rejects.toMatchObject({
      code: 'EntityAlreadyExists',
    });
    await account.close();
    const again = await open(folder);
    await call(again, 'iam', 'CreateRole', { RoleName: 's', AssumeRolePolicyDocument: TRUST });
    const ids = ['r', 's'].map(async (RoleName) => {
      const { Role } = (await call(again, 'iam', 'GetRole', { RoleName })) as {
        readonly Role: { readonly RoleId: string };
      };
      return Role.RoleId;
    });
    expect(new Set(await Promise.all(ids)).size).toBe(2);
    await again.close();
  });

  test('has code as files, and none that no function has any more', async () => {
    const folder = newFolder();
    const account = await open(folder);
    await call(account, 'iam', 'CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: TRUST });
    const zip = (text: string): string => Buffer.from(archive(text)).toString('base64');
    const of = {
      FunctionName: 'f',
      Role: 'arn:aws:iam::123456789012:role/r',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
    };
    await call(account, 'lambda', 'CreateFunction', { ...of, Code: { ZipFile: zip('one') } });
    await call(account, 'lambda', 'UpdateFunctionCode', { FunctionName: 'f', ZipFile: zip('two') });
    await account.close();
    expect(readdirSync(join(folder, 'code'))).toHaveLength(2);
    expect(readFileSync(join(folder, 'calls.jsonl'), 'utf8')).not.toContain(zip('one'));
    const again = await open(folder);
    const [left = ''] = readdirSync(join(folder, 'code'));
    expect(readFileSync(join(folder, 'code', left, 'index.mjs'), 'utf8')).toBe('two');
    expect(readdirSync(join(folder, 'code'))).toHaveLength(1);
    await again.close();
  });

  test('drops the lines of groups that are gone', async () => {
    const folder = newFolder();
    const account = await open(folder);
    for (const logGroupName of ['g', 'h']) {
      await call(account, 'logs', 'CreateLogGroup', { logGroupName });
      await call(account, 'logs', 'CreateLogStream', { logGroupName, logStreamName: 's' });
    }
    for (let n = 0; n < 5; n += 1) {
      const logEvents = [{ timestamp: 1_790_000_000_000, message: `line ${n}` }];
      await call(account, 'logs', 'PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents });
    }
    await call(account, 'logs', 'DeleteLogGroup', { logGroupName: 'g' });
    await account.close();
    const file = join(folder, 'log-lines.jsonl');
    expect(readFileSync(file, 'utf8')).toContain('line 4');
    for (let time = 0; time < 2; time += 1) await (await open(folder)).close();
    expect(readFileSync(file, 'utf8')).not.toContain('line');
    expect(existsSync(file)).toBe(true);
    const again = await open(folder);
    expect(again.groups.byName.get('h')?.streams.size).toBe(1);
    await again.close();
  });
});

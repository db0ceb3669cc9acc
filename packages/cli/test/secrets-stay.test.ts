import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { cliAccount } from './support/account.js';
import { newFolder, start } from './support/flow-cli.js';

const at = cliAccount();

/** Recognisable, in whatever it would be. */
const PASSWORD = 'pass-3f1c9a77-word';
const URL_VALUE = 'https://u:1d0be4c2@db.internal/x';
const PLANTED = [PASSWORD, URL_VALUE, '3f1c9a77', '1d0be4c2', Buffer.from(PASSWORD).toString('base64')];
const VARIABLES = { FLOWMAP_SECRET_PASSWORD: PASSWORD, FLOWMAP_SECRET_URL: URL_VALUE, PASSWORD, URL: URL_VALUE };

const folder = newFolder();
mkdirSync(join(folder, 'node_modules'));
symlinkSync(
  fileURLToPath(new URL('../../../node_modules/@flowmap', import.meta.url)),
  join(folder, 'node_modules/@flowmap'),
);
const file = join(folder, 'load.ts');
const write = (more: string): void =>
  writeFileSync(
    file,
    `import { flow, secret, ssmParameter } from '@flowmap/flow';
const secrets = { PASSWORD: secret('prod/db', { key: 'password' }), URL: ssmParameter('/prod/url') };
export default flow({ name: 'load' }, ({ step }) =>
  step('load', { secrets, env: { MODE: 'x' } }, ({ env, log }) => {
    log(env.MODE);
    return env.PASSWORD.length + env.URL.length${more};
  }));`,
  );

afterAll(() => {
  for (const name of Object.keys(VARIABLES)) Reflect.deleteProperty(process.env, name);
});

/** Fails where a text has anything of a secret. */
function clean(what: string, text: string): void {
  expect(text).not.toBe('');
  for (const planted of PLANTED) if (text.includes(planted)) throw new Error(`${what} has ${planted}`);
}

async function keep(): Promise<void> {
  const [manager, ssm] = [new SecretsManagerClient(at.account.clientConfig), new SSMClient(at.account.clientConfig)];
  await manager.send(
    new CreateSecretCommand({ Name: 'prod/db', SecretString: JSON.stringify({ password: PASSWORD }) }),
  );
  await ssm.send(new PutParameterCommand({ Name: '/prod/url', Value: URL_VALUE, Type: 'SecureString' }));
  manager.destroy();
  ssm.destroy();
}

/** What an object holds, unpacked. */
function unpacked(key: string, body: Uint8Array): string {
  if (key.endsWith('.gz')) return gunzipSync(body).toString('utf8');
  if (!key.endsWith('.zip')) return Buffer.from(body).toString('utf8');
  return Object.values(unzipSync(body))
    .map((part) => Buffer.from(part).toString('utf8'))
    .join('\n');
}

it('a secret is in no definition, plan, output, call, object or record of what is deployed', async () => {
  await keep();
  // As on the machine of somebody who also runs the flow locally.
  Object.assign(process.env, VARIABLES);
  write('');
  const commands = [
    ['deploy', file, '--plan'],
    ['deploy', file, '--only-json'],
    ['deploy', file, '--yes', '--log-execution-history'],
    ['trigger', 'load', '--run-id', 'r'],
    ['status', 'load/r'],
    ['logs', 'load/r'],
    ['terminate', 'load/r'],
    ['list-runs', 'load', '--json'],
    ['doctor', 'load', '--json'],
    ['history', 'load', '--json'],
  ];
  for (const command of commands) {
    const { out, err } = await at.cli(...command);
    clean(command.join(' '), `${out}${err} `);
  }
  write(' + 1');
  for (const command of [
    ['deploy', file, '--plan'],
    ['deploy', file, '--yes'],
  ]) {
    const { status, out, err } = await at.cli(...command);
    expect(status).toBe(0);
    clean(command.join(' '), `${out}${err} `);
  }
  const calls = at.account.calls.filter(({ service }) => service !== 'secretsmanager' && service !== 'ssm');
  expect(calls.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['CreateFunction', 'CreateStateMachine', 'PutItem']),
  );
  // Of the calls of these services it would be found.
  expect(() => clean('a call', JSON.stringify(at.account.calls))).toThrow('a call has');
  clean('a call', JSON.stringify(calls));
  const there = Object.entries(await at.account.contents()).filter(([name]) => !/^(?:secret|parameter) /u.test(name));
  expect(there.map(([name]) => name)).toContain('state-machine load');
  clean('a resource', JSON.stringify(there));
  const { objects } = at.s3.buckets.of(`flowmap-${at.account.account}-${at.account.region}`);
  expect([...objects.keys()].filter((key) => /\.(?:zip|gz)$/u.test(key))).toHaveLength(4);
  for (const [key, { body }] of objects) clean(key, unpacked(key, body));
  const { endpoint, ...config } = at.account.clientConfig;
  const dynamodb = new DynamoDBClient({ ...config, endpoint });
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'flowmap' }));
  dynamodb.destroy();
  expect(Items.length).toBeGreaterThan(2);
  clean('a record', JSON.stringify(Items));
});

it('a secret is in nothing that a run on this machine prints or leaves', async () => {
  write('');
  const { status, stdout, stderr } = await start(folder, ['run', 'load.ts'], VARIABLES).ended;
  expect([status, stdout.trim()]).toEqual([0, String(PASSWORD.length + URL_VALUE.length)]);
  clean('the output', stdout + stderr);
  const left = join(folder, '.flowmap');
  const files = readdirSync(left, { recursive: true })
    .map((name) => join(left, String(name)))
    .filter((path) => statSync(path).isFile());
  expect(files.length).toBeGreaterThan(3);
  for (const path of files) clean(path, `${readFileSync(path, 'latin1')} `);
});

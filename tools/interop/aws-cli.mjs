/**
 * Talks to `flow-cli local` with the AWS CLI, as a user does: each command has to be understood, and its answer has to say what it
 * should. Says that it skipped where there is no AWS CLI. Needs a build: `npm run build`.
 *
 *     node tools/interop/aws-cli.mjs
 */
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const ARN = 'arn:aws:states:us-east-1:123456789012';
const ENV = {
  ...process.env,
  AWS_ACCESS_KEY_ID: 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_DEFAULT_REGION: 'us-east-1',
  // No name server knows sync-127.0.0.1.
  AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
};

const version = spawnSync('aws', ['--version'], { encoding: 'utf8' });
/** The first version of the AWS CLI takes a payload as text, and knows no other way. */
const IS_FIRST = /^aws-cli\/1\./.test(version.stdout ?? '');

if (version.status !== 0) {
  console.log('SKIPPED: there is no AWS CLI here');
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'flowmap-aws-cli-'));
const server = spawn(process.execPath, [join(ROOT, 'packages/cli/bin/flow-cli.js'), 'local', '--port', '0'], {
  cwd: folder,
  env: { ...process.env, AWS_REGION: 'us-east-1' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let passed = 0;
try {
  const url = await new Promise((found) =>
    server.stdout.setEncoding('utf8').once('data', (text) => found(text.trim())),
  );

  /** Runs a command; gives its answer. */
  const call = async (...words) => {
    const args = [...words, '--endpoint-url', url, '--output', 'json'];
    const { stdout } = await promisify(execFile)('aws', args, { env: ENV, cwd: folder });
    passed += 1;
    return stdout;
  };
  const aws = async (command, ...options) => {
    const stdout = await call('stepfunctions', command, ...options);
    return stdout.trim() === '' ? {} : JSON.parse(stdout);
  };
  const machine = (name, ...options) => [`--name=${name}`, '--role-arn=arn:aws:iam::123456789012:role/any', ...options];
  const pass = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
  const stateMachine = `--state-machine-arn=${ARN}:stateMachine:one`;
  const execution = `--execution-arn=${ARN}:execution:one:first`;

  assert.deepEqual((await aws('validate-state-machine-definition', '--definition', pass)).diagnostics, []);
  const created = await aws('create-state-machine', ...machine('one', '--definition', pass, '--publish'));
  assert.equal(created.stateMachineVersionArn, `${ARN}:stateMachine:one:1`);
  assert.equal((await aws('describe-state-machine', stateMachine)).definition, pass);
  await aws('start-execution', stateMachine, '--name=first', '--input={"a":1}');
  let described = await aws('describe-execution', execution);
  while (described.status === 'RUNNING') {
    await sleep(100);
    described = await aws('describe-execution', execution);
  }
  assert.equal(described.output, '{"a":1}');
  assert.equal((await aws('get-execution-history', execution)).events.length, 4);
  assert.equal((await aws('list-executions', stateMachine)).executions[0].name, 'first');
  await aws('create-state-machine', ...machine('fast', '--type=EXPRESS', '--definition', pass));
  const sync = await aws('start-sync-execution', `--state-machine-arn=${ARN}:stateMachine:fast`, '--input=[1]');
  assert.equal(sync.output, '[1]');
  const state = '{"Type":"Pass","Result":2,"End":true}';
  assert.equal((await aws('test-state', '--definition', state, '--role-arn=arn:aws:iam::1:role/a')).output, '2');
  await aws('create-activity', '--name=work');
  assert.equal((await aws('list-activities')).activities[0].activityArn, `${ARN}:activity:work`);
  await aws('tag-resource', `--resource-arn=${ARN}:stateMachine:one`, '--tags', 'key=a,value=b');
  assert.deepEqual((await aws('list-tags-for-resource', `--resource-arn=${ARN}:stateMachine:one`)).tags, [
    { key: 'a', value: 'b' },
  ]);
  await assert.rejects(
    aws('stop-execution', '--execution-arn=nothing'),
    /\(InvalidArn\).*Invalid ARN prefix: nothing/s,
  );

  // The account beside it: an object, a role, a function with the code of the object, and what it printed.
  writeFileSync(
    join(folder, 'code.zip'),
    zipSync({ 'index.mjs': Buffer.from("export const handler = ({ a }) => (console.log('seen', a), { a: a + 1 });") }),
  );
  await call('s3', 'mb', 's3://code');
  await call('s3', 'cp', 'code.zip', 's3://code/in/code.zip');
  assert.match(await call('s3', 'ls', 's3://code', '--recursive'), /in\/code\.zip/);
  const principal = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [principal] });
  const { Role: role } = JSON.parse(
    await call('iam', 'create-role', '--role-name=runner', '--assume-role-policy-document', trust),
  );
  const code = ['--code', 'S3Bucket=code,S3Key=in/code.zip', '--runtime=nodejs22.x', '--handler=index.handler'];
  await call('lambda', 'create-function', '--function-name=add', '--role', role.Arn, ...code);
  const payload = ['--payload', Buffer.from('{"a":1}').toString('base64'), '--cli-binary-format', 'base64'];
  await call('lambda', 'invoke', '--function-name=add', ...(IS_FIRST ? ['--payload', '{"a":1}'] : payload), 'out.json');
  assert.deepEqual(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')), { a: 2 });
  assert.match(await call('logs', 'filter-log-events', '--log-group-name=/aws/lambda/add'), /seen 1/);
  await assert.rejects(call('ec2', 'describe-vpcs'), /does not serve the service ec2/);
  console.log(`${passed} commands understood by flow-cli local`);
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

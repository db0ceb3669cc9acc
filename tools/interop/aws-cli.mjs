/**
 * Talks to `flow-cli local` with the AWS CLI, as a user does: each command has to be understood, and its answer has to say what it
 * should. Says that it skipped where there is no AWS CLI. Needs a build: `npm run build`.
 *
 *     node tools/interop/aws-cli.mjs
 */
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

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

if (spawnSync('aws', ['--version']).status !== 0) {
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
  const aws = async (command, ...options) => {
    const args = ['stepfunctions', command, '--endpoint-url', url, '--output', 'json', ...options];
    const { stdout } = await promisify(execFile)('aws', args, { env: ENV });
    passed += 1;
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
  console.log(`${passed} commands understood by flow-cli local`);
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

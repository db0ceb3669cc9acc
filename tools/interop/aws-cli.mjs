/**
 * Talks to `flow-cli local` with the AWS CLI, as a user does: each command has to be understood, and its answer has to say what it
 * should. The second part runs a state machine that was compiled from an example, with its real tasks; the third asks the other services of
 * the account. Says that it skipped where there is no AWS CLI. Needs a build: `npm run build`.
 *
 *     node tools/interop/aws-cli.mjs
 */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { zipSync } from 'fflate';
import { flowCli, resultHere } from './flow-cli.mjs';
import { startLocal } from './local-server.mjs';

const EXAMPLE = 'examples/nested/flows/distributed-distributed.ts';
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

const server = await startLocal(EXAMPLE);
const arn = `arn:aws:states:${server.region}:${server.account}`;
const role = `--role-arn=arn:aws:iam::${server.account}:role/any`;
let [commands, passed, failed] = [0, 0, 0];
await part('every command is understood', understood);
await part(`${EXAMPLE} is created, run and read`, example);
await part('a function is made of an object, called, and its log read', account);
await server.close();
console.log(`${commands} commands understood by flow-cli local`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function part(name, play) {
  try {
    await play();
    passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.stack}`);
  }
}

/** Runs a command of any service; gives what it prints. */
async function call(...words) {
  const args = [...words, '--endpoint-url', server.url, '--output', 'json'];
  const { stdout } = await promisify(execFile)('aws', args, { env: ENV, cwd: server.folder, maxBuffer: 2 ** 26 });
  commands += 1;
  return stdout;
}

/** Runs a command; gives its answer. */
async function aws(command, ...options) {
  const stdout = await call('stepfunctions', command, ...options);
  return stdout.trim() === '' ? {} : JSON.parse(stdout);
}

/** What describe-execution says when the execution has ended. */
async function ended(execution) {
  for (;;) {
    const described = await aws('describe-execution', execution);
    if (described.status !== 'RUNNING') return described;
    await sleep(100);
  }
}

async function understood() {
  const pass = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
  const stateMachine = `--state-machine-arn=${arn}:stateMachine:one`;
  const execution = `--execution-arn=${arn}:execution:one:first`;

  assert.deepEqual((await aws('validate-state-machine-definition', '--definition', pass)).diagnostics, []);
  const created = await aws('create-state-machine', '--name=one', role, '--definition', pass, '--publish');
  assert.equal(created.stateMachineVersionArn, `${arn}:stateMachine:one:1`);
  assert.equal((await aws('describe-state-machine', stateMachine)).definition, pass);
  await aws('start-execution', stateMachine, '--name=first', '--input={"a":1}');
  assert.equal((await ended(execution)).output, '{"a":1}');
  assert.equal((await aws('get-execution-history', execution)).events.length, 4);
  assert.equal((await aws('list-executions', stateMachine)).executions[0].name, 'first');
  await aws('create-state-machine', '--name=fast', role, '--type=EXPRESS', '--definition', pass);
  const sync = await aws('start-sync-execution', `--state-machine-arn=${arn}:stateMachine:fast`, '--input=[1]');
  assert.equal(sync.output, '[1]');
  const state = '{"Type":"Pass","Result":2,"End":true}';
  assert.equal((await aws('test-state', '--definition', state, '--role-arn=arn:aws:iam::1:role/a')).output, '2');
  await aws('create-activity', '--name=work');
  assert.equal((await aws('list-activities')).activities[0].activityArn, `${arn}:activity:work`);
  await aws('tag-resource', `--resource-arn=${arn}:stateMachine:one`, '--tags', 'key=a,value=b');
  assert.deepEqual((await aws('list-tags-for-resource', `--resource-arn=${arn}:stateMachine:one`)).tags, [
    { key: 'a', value: 'b' },
  ]);
  await assert.rejects(
    aws('stop-execution', '--execution-arn=nothing'),
    /\(InvalidArn\).*Invalid ARN prefix: nothing/s,
  );
}

/** The machine that `flow-cli compile` gives: what its tasks leave is what `flow-cli run` says. */
async function example() {
  const text = flowCli(['compile', EXAMPLE]).trim();
  const definition = join(server.folder, 'definition.json');
  writeFileSync(definition, text);
  const { name } = server.flow;
  const stateMachine = `--state-machine-arn=${arn}:stateMachine:${name}`;
  const execution = `--execution-arn=${arn}:execution:${name}:r1`;

  const checked = await aws(
    'validate-state-machine-definition',
    `--definition=file://${definition}`,
    '--severity=WARNING',
  );
  assert.deepEqual([checked.result, checked.diagnostics], ['OK', []]);
  await aws('create-state-machine', `--name=${name}`, role, `--definition=file://${definition}`);
  assert.equal((await aws('describe-state-machine', stateMachine)).definition, text);
  await aws('start-execution', stateMachine, '--name=r1', '--input={}');
  const end = await ended(execution);
  assert.equal(end.status, 'SUCCEEDED', `${end.error}: ${end.cause}`);
  assert.deepEqual(await server.result('r1'), resultHere(EXAMPLE, {}));

  const { events } = await aws('get-execution-history', execution);
  const ofType = (type) => events.filter((event) => event.type === type);
  const [started] = ofType('ExecutionStarted');
  assert.equal(started.executionStartedEventDetails.input, '{}');
  assert.deepEqual(ofType('MapRunStarted').length, ofType('MapRunSucceeded').length);
  assert.equal(events.at(-1).type, 'ExecutionSucceeded');
  const { mapRuns } = await aws('list-map-runs', execution);
  assert.equal(mapRuns.length, ofType('MapRunStarted').length);
  const [{ mapRunArn }] = mapRuns;
  const mapRun = await aws('describe-map-run', `--map-run-arn=${mapRunArn}`);
  assert.equal(mapRun.status, 'SUCCEEDED');
  const { executions } = await aws('list-executions', `--map-run-arn=${mapRunArn}`);
  assert.equal(executions.length, mapRun.itemCounts.total);
  assert.ok(executions.length > 1);
  // A name that was used before is refused where the input is another one.
  await assert.rejects(aws('start-execution', stateMachine, '--name=r1', '--input={"a":1}'), /ExecutionAlreadyExists/);
}

/** The account beside it: an object, a role, a function with the code of the object, and what it printed. */
async function account() {
  const source = "export const handler = ({ a }) => (console.log('seen', a), { a: a + 1 });";
  writeFileSync(join(server.folder, 'code.zip'), zipSync({ 'index.mjs': Buffer.from(source) }));
  await call('s3', 'mb', 's3://code');
  await call('s3', 'cp', 'code.zip', 's3://code/in/code.zip');
  assert.match(await call('s3', 'ls', 's3://code', '--recursive'), /in\/code\.zip/);
  const principal = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [principal] });
  const { Role: runner } = JSON.parse(
    await call('iam', 'create-role', '--role-name=runner', '--assume-role-policy-document', trust),
  );
  const code = ['--code', 'S3Bucket=code,S3Key=in/code.zip', '--runtime=nodejs22.x', '--handler=index.handler'];
  await call('lambda', 'create-function', '--function-name=add', '--role', runner.Arn, ...code);
  const payload = ['--payload', Buffer.from('{"a":1}').toString('base64'), '--cli-binary-format', 'base64'];
  await call('lambda', 'invoke', '--function-name=add', ...(IS_FIRST ? ['--payload', '{"a":1}'] : payload), 'out.json');
  assert.deepEqual(JSON.parse(readFileSync(join(server.folder, 'out.json'), 'utf8')), { a: 2 });
  assert.match(await call('logs', 'filter-log-events', '--log-group-name=/aws/lambda/add'), /seen 1/);
  await assert.rejects(call('ec2', 'describe-vpcs'), /does not serve the service ec2/);
}

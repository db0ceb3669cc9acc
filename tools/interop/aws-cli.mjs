/**
 * Talks to `flow-cli local` with the AWS CLI, as a user does: each command has to be understood, and its answer has to say what it
 * should. The second part runs a state machine that was compiled from an example, with its real tasks. Says that it skipped where there
 * is no AWS CLI. Needs a build: `npm run build`.
 *
 *     node tools/interop/aws-cli.mjs
 */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
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

if (spawnSync('aws', ['--version']).status !== 0) {
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

/** Runs a command; gives its answer. */
async function aws(command, ...options) {
  const args = ['stepfunctions', command, '--endpoint-url', server.url, '--output', 'json', ...options];
  const { stdout } = await promisify(execFile)('aws', args, { env: ENV, maxBuffer: 2 ** 26 });
  commands += 1;
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

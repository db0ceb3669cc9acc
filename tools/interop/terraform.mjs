/**
 * Has Terraform's provider of AWS make, change, read and remove a state machine on `flow-cli local` that was compiled from an example;
 * in between it runs, with its real tasks. Says that it skipped where Terraform or the provider is absent, which Terraform takes from
 * where its own configuration says (TF_CLI_CONFIG_FILE). Needs a build: `npm run build`.
 *
 *     node tools/interop/terraform.mjs
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-sfn';
import { flowCli, resultHere } from './flow-cli.mjs';
import { startLocal } from './local-server.mjs';
import { clientConfig } from './moto-api.mjs';

const EXAMPLE = 'examples/mixed/orders.ts';
const PARAMS = { shop: 'north' };

const folder = mkdtempSync(join(tmpdir(), 'flowmap-terraform-'));
let server;
let [passed, failed] = [0, 0];
try {
  const missing = whatIsMissing();
  if (missing) {
    console.log(`SKIPPED: Terraform made no state machine, since ${missing}`);
    console.log('0 passed, 0 failed, 1 skipped');
  } else {
    server = await startLocal(EXAMPLE);
    await play();
    console.log(`${passed} passed, ${failed} failed`);
  }
} catch (error) {
  failed += 1;
  console.log(`FAIL ${error.stack}`);
  console.log(`${passed} passed, ${failed} failed`);
} finally {
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed > 0 ? 1 : 0;

/** Each part needs what the one before it left, so the first that fails is the last. */
async function play() {
  const client = new SFNClient(clientConfig(server.url));
  const expected = resultHere(EXAMPLE, PARAMS);
  const [first, second] = [definition('first'), definition('second', '--use-distributed-map')];
  assert.notEqual(first.text, second.text);
  const machine = `arn:aws:states:${server.region}:${server.account}:stateMachine:orders`;
  let outputs = {};

  await part('makes a state machine, its version, an alias and an activity', () => {
    assert.deepEqual(apply(first), { added: 3, changed: 0, destroyed: 0 });
    outputs = outputsNow();
    assert.equal(outputs.machine, machine);
    assert.equal(outputs.version, `${machine}:1`);
    assert.equal(outputs.alias, `${machine}:live`);
  });
  await part('finds nothing to change afterwards', () => assert.equal(changes(first), false));
  await part('reads them again as data', () => {
    assert.equal(outputs.read.definition, first.text);
    assert.deepEqual(outputs.versions, [`${machine}:1`]);
    assert.equal(outputs.routes[0].state_machine_version_arn, `${machine}:1`);
    assert.match(outputs.activity, /:activity:work$/);
  });
  await part('what it made runs, and gives what flow-cli run gives', async () => {
    assert.equal(await ran(client, outputs.alias, 'r1'), `${machine}:1`);
    assert.deepEqual(await server.result('r1'), expected);
  });
  await part('puts another definition into it, as a version of its own', () => {
    // The alias follows its version.
    assert.deepEqual(apply(second), { added: 0, changed: 2, destroyed: 0 });
    outputs = outputsNow();
    assert.equal(outputs.version, `${machine}:2`);
    assert.equal(outputs.read.definition, second.text);
    assert.deepEqual([...outputs.versions].sort(), [`${machine}:1`, `${machine}:2`]);
    assert.equal(outputs.routes[0].state_machine_version_arn, `${machine}:2`);
  });
  await part('the alias starts the new version', async () => {
    assert.equal(await ran(client, outputs.alias, 'r2'), `${machine}:2`);
    assert.deepEqual(await server.result('r2'), expected);
  });
  await part('sees what somebody else changed, and puts it right', async () => {
    const tags = [{ key: 'team', value: 'other' }];
    await client.send(new TagResourceCommand({ resourceArn: machine, tags }));
    assert.deepEqual(apply(second), { added: 0, changed: 1, destroyed: 0 });
  });
  await part('takes over what is there already', () => {
    terraform('state', 'rm', 'aws_sfn_state_machine.orders');
    terraform('import', ...variables(second), 'aws_sfn_state_machine.orders', machine);
    apply(second);
    assert.equal(changes(second), false);
  });
  await part('removes all of it', async () => {
    terraform('destroy', '-auto-approve', ...variables(second));
    assert.deepEqual((await client.send(new ListStateMachinesCommand({}))).stateMachines, []);
    assert.deepEqual((await client.send(new ListActivitiesCommand({}))).activities, []);
  });
  client.destroy();
}

async function part(name, check) {
  await check();
  passed += 1;
  console.log(`ok   ${name}`);
}

/** The file of a definition that was compiled from the example. */
function definition(name, ...options) {
  const text = flowCli(['compile', EXAMPLE, ...options]).trim();
  const path = join(folder, `${name}.json`);
  writeFileSync(path, text);
  return { text, path };
}

/** Starts an execution and waits for its end. Gives the ARN of the version that ran. */
async function ran(client, stateMachineArn, name) {
  const input = JSON.stringify(PARAMS);
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
  let execution;
  do {
    await sleep(100);
    execution = await client.send(new DescribeExecutionCommand({ executionArn }));
  } while (execution.status === 'RUNNING');
  assert.equal(execution.status, 'SUCCEEDED', `${execution.error}: ${execution.cause}`);
  const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }));
  assert.equal(events[0].type, 'ExecutionSucceeded');
  return execution.stateMachineVersionArn;
}

/** How many resources were added, changed and destroyed. */
function apply(made) {
  writeFileSync(join(folder, 'main.tf'), configuration());
  const text = terraform('apply', '-auto-approve', ...variables(made));
  const [, ...counts] = /Resources: (\d+) added, (\d+) changed, (\d+) destroyed/.exec(text) ?? [];
  const [added, changed, destroyed] = counts.map(Number);
  return { added, changed, destroyed };
}

function outputsNow() {
  const outputs = JSON.parse(terraform('output', '-json'));
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

/** Whether a plan finds something to change. */
function changes(made) {
  return run('plan', '-detailed-exitcode', ...variables(made)).status === 2;
}

function variables({ path }) {
  return ['-input=false', `-var=definition=${path}`];
}

function terraform(command, ...args) {
  const { status, text } = run(command, ...args);
  if (status !== 0) throw new Error(`terraform ${command}: ${status}\n${text}`);
  return text;
}

/** Throws where there is an error, as exit status 1 says. */
function run(command, ...args) {
  const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, TF_CLI_ARGS: '-no-color' } };
  const { status, stdout, stderr } = spawnSync('terraform', [command, ...args], options);
  if (process.env.FLOWMAP_SHOW) console.log(`$ terraform ${command} ${args.join(' ')}\n${stdout}${stderr}`);
  if (status !== 0 && status !== 2) throw new Error(`terraform ${command}: ${status}\n${stdout}${stderr}`);
  return { status, text: stdout };
}

/** What this machine lacks; undefined where it has all. */
function whatIsMissing() {
  if (spawnSync('terraform', ['version']).status !== 0) return 'there is no terraform here';
  writeFileSync(
    join(folder, 'main.tf'),
    'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n',
  );
  const { status, stderr } = spawnSync('terraform', ['init', '-input=false', '-no-color'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return status === 0 ? undefined : `its provider of AWS cannot be had:\n${stderr}`;
}

function configuration() {
  const arn = (service, rest) => `arn:aws:${service}:${server.region}:${server.account}:${rest}`;
  return `
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "definition" {
  type = string
}

provider "aws" {
  region                      = "${server.region}"
  access_key                  = "any"
  secret_key                  = "any"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  endpoints {
    sfn = "${server.url}"
  }
}

resource "aws_sfn_state_machine" "orders" {
  name       = "orders"
  role_arn   = "arn:aws:iam::${server.account}:role/orders"
  definition = file(var.definition)
  publish    = true
  tags       = { team = "data" }

  logging_configuration {
    log_destination        = "${arn('logs', 'log-group:orders:*')}"
    include_execution_data = true
    level                  = "ERROR"
  }
  tracing_configuration {
    enabled = true
  }
  encryption_configuration {
    type                              = "CUSTOMER_MANAGED_KMS_KEY"
    kms_key_id                        = "${arn('kms', 'key/0a1b2c3d-0000-4000-8000-000000000000')}"
    kms_data_key_reuse_period_seconds = 300
  }
}

resource "aws_sfn_alias" "live" {
  name        = "live"
  description = "What runs"
  routing_configuration {
    state_machine_version_arn = aws_sfn_state_machine.orders.state_machine_version_arn
    weight                    = 100
  }
}

resource "aws_sfn_activity" "work" {
  name = "work"
  tags = { team = "data" }
}

data "aws_sfn_state_machine" "orders" {
  name       = aws_sfn_state_machine.orders.name
  depends_on = [aws_sfn_alias.live]
}

data "aws_sfn_state_machine_versions" "orders" {
  statemachine_arn = aws_sfn_state_machine.orders.arn
  depends_on       = [aws_sfn_alias.live]
}

data "aws_sfn_alias" "live" {
  name             = aws_sfn_alias.live.name
  statemachine_arn = aws_sfn_state_machine.orders.arn
}

data "aws_sfn_activity" "work" {
  name = aws_sfn_activity.work.name
}

output "machine" {
  value = aws_sfn_state_machine.orders.arn
}

output "version" {
  value = aws_sfn_state_machine.orders.state_machine_version_arn
}

output "alias" {
  value = aws_sfn_alias.live.arn
}

output "read" {
  value = data.aws_sfn_state_machine.orders
}

output "versions" {
  value = data.aws_sfn_state_machine_versions.orders.statemachine_versions
}

output "routes" {
  value = data.aws_sfn_alias.live.routing_configuration
}

output "activity" {
  value = data.aws_sfn_activity.work.id
}
`;
}

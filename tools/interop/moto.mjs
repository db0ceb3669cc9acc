/**
 * Runs the compiled machines of all examples in an interpreter that we did not write, with their real task code, and compares
 * the results with those of `flow-cli run`. Needs python3 with moto and a runner script, whose path is in FLOWMAP_MOTO_RUNNER; says that it
 * skipped where one is missing. Needs a build: `npm run build`.
 *
 *     node tools/interop/moto.mjs [name of an example]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { compile } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { inline } from '@flowmap/map-inline';
import { dynamodbMetadata, dynamodbRunStates, ensureTable } from '@flowmap/metadata-dynamodb';
import { readResult } from '@flowmap/runtime';
import { fsObjects } from '@flowmap/store/fs';
import { EXAMPLES } from './examples.mjs';
import { resultHere } from './flow-cli.mjs';
import { loadFlow } from './load-flow.mjs';
import { call, callBatch, clientConfig, createQueue } from './moto-api.mjs';
import { ROOT, startMoto, whatIsMissing } from './moto-server.mjs';

const COMPUTES = { lambda: lambda(), batch: batch({ queue: 'jobs' }) };
const PATIENCE_MS = 300_000;

const missing = whatIsMissing();
if (missing) {
  console.log(`SKIPPED: the examples were not run under moto, since ${missing}`);
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

let passed = 0;
let failed = 0;
for (const example of EXAMPLES.filter(({ file }) => file.includes(process.argv[2] ?? ''))) {
  for (const compute of example.computes) await check(example, compute);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function check(example, compute) {
  const name = `${example.file} on ${compute}`;
  const folder = mkdtempSync(join(tmpdir(), 'flowmap-moto-'));
  try {
    const [ours, theirs] = [resultHere(example.file, example.params), await motoResult(example, compute, folder)];
    if (!isDeepStrictEqual(theirs, ours)) throw new Error(`${show(theirs)} is not ${show(ours)}`);
    passed += 1;
    console.log(`ok   ${name}: ${show(ours).slice(0, 80)}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.stack}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function motoResult({ file, params }, compute, folder) {
  const { flow, bundle, remove } = await loadFlow(join(ROOT, file), basename(folder));
  const target = {
    deployment: flow.name,
    machine: flow.name,
    partition: 'aws',
    region: 'us-east-1',
    account: '123456789012',
    table: 'flowmap',
    bucket: 'artifacts',
    code: 'interop',
  };
  const { definition, diagnostics } = compile(flow.graph, {
    strategies: flow.strategies,
    fallback: inline(),
    computes: { ...COMPUTES, default: COMPUTES[compute] },
    run: dynamodbRunStates(),
    target,
  });
  if (!definition) throw new Error(show(diagnostics));

  const objects = join(folder, 'objects');
  const host = [
    'node',
    join(ROOT, 'tools/interop/task-host.mjs'),
    bundle,
    objects,
    'ENDPOINT',
    target.table,
    flow.name,
  ].join(' ');
  const server = await startMoto(host);
  const { endpoint } = server;
  try {
    const settings = clientConfig(endpoint);
    await ensureTable(new DynamoDBClient(settings), target.table);
    if (compute === 'batch') await makeQueue(endpoint, definition);
    const roleArn = 'arn:aws:iam::123456789012:role/flowmap';
    const { stateMachineArn } = await call(endpoint, 'CreateStateMachine', {
      name: flow.name,
      definition: JSON.stringify(definition),
      roleArn,
    });
    const { executionArn } = await call(endpoint, 'StartExecution', {
      stateMachineArn,
      name: 'interop',
      input: JSON.stringify(params),
    });
    await ended(endpoint, executionArn);
    const metadata = dynamodbMetadata({ clientConfig: settings, table: target.table, now: () => Date.now() });
    const value = await readResult(flow.graph, 'interop', {
      objects: fsObjects(objects),
      metadata,
      deployment: flow.name,
    });
    return JSON.parse(JSON.stringify(value ?? null));
  } finally {
    server.kill();
    remove();
  }
}

async function ended(endpoint, executionArn) {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(200)) {
    const execution = await call(endpoint, 'DescribeExecution', { executionArn });
    if (execution.status === 'SUCCEEDED') return;
    if (execution.status !== 'RUNNING') throw new Error(`${execution.status} ${execution.error}: ${execution.cause}`);
  }
  throw new Error('the execution did not end');
}

/** A queue, and every job definition that the machine names. */
async function makeQueue(endpoint, definition) {
  await createQueue(endpoint, 'jobs');
  const names = new Set([...JSON.stringify(definition).matchAll(/"JobDefinition":"([^"]+)"/g)].map(([, name]) => name));
  for (const jobDefinitionName of names) {
    await callBatch(endpoint, 'registerjobdefinition', {
      jobDefinitionName,
      type: 'container',
      containerProperties: { image: 'none', vcpus: 1, memory: 128, command: [] },
    });
  }
}

function show(value) {
  return JSON.stringify(value);
}

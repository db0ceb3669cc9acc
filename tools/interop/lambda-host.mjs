/**
 * Runs deployed functions for an AWS that somebody else wrote: one JSON line {id, function, payload} in, one line {id, payload} or
 * {id, errorType, errorMessage} out, in any order. Each function is a process of its own, made from the zip that its alias names, with the
 * environment that it was deployed with.
 *
 *     node lambda-host.mjs ENDPOINT
 */
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { clientConfig } from './moto-api.mjs';

const [endpoint] = process.argv.slice(2);
const lambda = new LambdaClient(clientConfig(endpoint));
const s3 = new S3Client({ ...clientConfig(endpoint), forcePathStyle: true });
const folder = mkdtempSync(join(tmpdir(), 'flowmap-functions-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const running = new Map();
const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => {
  const { id, function: name, payload } = JSON.parse(line);
  try {
    running.set(name, running.get(name) ?? start(name));
    (await running.get(name))(id, payload);
  } catch (error) {
    answer({ id, errorType: error.name, errorMessage: error.message });
  }
});

// Whoever runs this has ended.
lines.on('close', () => process.exit());

async function start(arn) {
  const [name, alias] = arn.split(':function:')[1].split(':');
  const found = await lambda.send(new GetFunctionCommand({ FunctionName: name, Qualifier: alias }));
  const { Variables: variables } = found.Configuration.Environment;
  const key = `.flowmap/code/${alias.replace('c-', '')}.zip`;
  const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: variables.FLOWMAP_BUCKET, Key: key }));
  const task = join(folder, `${name}-${alias}`);
  for (const [file, bytes] of Object.entries(unzipSync(await body.transformToByteArray()))) {
    mkdirSync(dirname(join(task, file)), { recursive: true });
    writeFileSync(join(task, file), bytes);
  }
  const child = fork(fileURLToPath(new URL('lambda-process.mjs', import.meta.url)), [join(task, 'index.mjs')], {
    stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
    env: {
      PATH: process.env.PATH,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: endpoint,
      AWS_LAMBDA_LOG_GROUP_NAME: variables.FLOWMAP_LOG_GROUP,
      AWS_LAMBDA_LOG_STREAM_NAME: 'here',
      ...variables,
    },
  });
  child.on('message', answer);
  return (id, payload) => child.send({ id, payload });
}

function answer(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

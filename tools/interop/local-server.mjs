/** Starts `flow-cli local`, and what the tasks of a flow need at its side: a Lambda that runs their code, and a DynamoDB. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbMetadata, ensureTable } from '@flowmap/metadata-dynamodb';
import { dispatch, readResult } from '@flowmap/runtime';
import { fsObjects } from '@flowmap/store/fs';
import { startDynamodb } from '@flowmap/testing';
import { CLI } from './flow-cli.mjs';
import { loadFlow } from './load-flow.mjs';
import { clientConfig } from './moto-api.mjs';
import { ROOT } from './moto-server.mjs';

const TABLE = 'flowmap';

/**
 * Serves the tasks of the flow of a file, which any number of state machines may run: `{ url, flow, region, account, folder, result(run),
 * close() }`, of which `result` is what a run gave, as JSON has it.
 */
export async function startLocal(file) {
  const folder = mkdtempSync(join(tmpdir(), 'flowmap-local-'));
  const { flow, remove } = await loadFlow(join(ROOT, file), basename(folder));
  const database = await startDynamodb();
  const settings = clientConfig(database.endpoint);
  const client = new DynamoDBClient(settings);
  await ensureTable(client, TABLE);
  const ports = {
    objects: fsObjects(join(folder, 'objects')),
    metadata: dynamodbMetadata({ client, table: TABLE, now: () => Date.now() }),
    clock: { now: () => Date.now(), wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }) },
    deployment: flow.name,
    log: () => {},
  };
  const functions = await serveFunctions((payload) =>
    dispatch(flow, payload, { ...ports, signal: new AbortController().signal }),
  );
  const [region, account] = ['us-east-1', '123456789012'];
  const server = spawn(process.execPath, [CLI, 'local', '--port', '0', '--root', join(folder, '.flowmap')], {
    // The clients that tasks need are found from here.
    cwd: ROOT,
    env: {
      ...process.env,
      AWS_REGION: region,
      AWS_ENDPOINT_URL_LAMBDA: functions.url,
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((found) =>
    server.stdout.setEncoding('utf8').once('data', (text) => found(text.trim())),
  );
  return {
    url,
    flow,
    region,
    account,
    folder,
    result: async (run) => JSON.parse(JSON.stringify((await readResult(flow.graph, run, ports)) ?? null)),
    async close() {
      const ended = new Promise((exited) => server.once('exit', exited));
      server.kill();
      await ended;
      client.destroy();
      functions.close();
      await database.close();
      remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The Invoke API of AWS Lambda, whatever function is named. */
async function serveFunctions(handler) {
  const server = createServer((asked, answer) => {
    const parts = [];
    asked.on('data', (part) => parts.push(part));
    asked.on('end', async () => {
      try {
        answer.end(JSON.stringify(await handler(JSON.parse(Buffer.concat(parts).toString()))));
      } catch (error) {
        answer.writeHead(200, { 'x-amz-function-error': 'Unhandled' });
        answer.end(JSON.stringify({ errorType: error.name, errorMessage: error.message }));
      }
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

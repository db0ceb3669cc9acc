/**
 * Runs the tasks of one flow for an AWS that somebody else wrote: one JSON line {id, payload} in, one line {id, payload} or
 * {id, errorType, errorMessage} out, in any order. With FLOWMAP_TASK in the environment it runs that one task and ends, as the
 * container of a job does.
 *
 *     node task-host.mjs BUNDLE OBJECTS ENDPOINT TABLE DEPLOYMENT
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { dynamodbMetadata } from '@flowmap/metadata-dynamodb';
import { dispatch } from '@flowmap/runtime';
import { runBatchCommand } from '@flowmap/runtime/batch';
import { fsObjects } from '@flowmap/store/fs';
import { clientConfig } from './moto-api.mjs';

const [bundle, objects, endpoint, table, deployment] = process.argv.slice(2);
const { default: flow } = await import(pathToFileURL(bundle).href);

const ports = {
  objects: fsObjects(objects),
  metadata: dynamodbMetadata({ clientConfig: clientConfig(endpoint), table, now: () => Date.now() }),
  clock: { now: () => Date.now(), wait: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }) },
  deployment,
  signal: new AbortController().signal,
  log: (line) => process.stderr.write(`${line.address}: ${line.message}\n`),
};

if (process.env.FLOWMAP_TASK === undefined) {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', async (line) => {
    const { id, payload } = JSON.parse(line);
    try {
      answer({ id, payload: await dispatch(flow, payload, ports) });
    } catch (error) {
      answer({ id, errorType: error.name, errorMessage: error.message });
    }
  });
} else {
  process.exitCode = await runBatchCommand(flow, process.env, ports);
}

function answer(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

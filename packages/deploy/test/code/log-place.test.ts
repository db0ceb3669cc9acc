import { expect, test } from '@jest/globals';
import { batchLogPlace, lambdaLogPlace } from '../../src/code/log-place.js';
import { layerFolders } from '../../src/code/place-flow.js';

test('a function’s log is where its variables say', () => {
  const env = { AWS_LAMBDA_LOG_GROUP_NAME: '/flowmap/f', AWS_LAMBDA_LOG_STREAM_NAME: '2030/01/01/[3]ab' };
  expect(lambdaLogPlace(env)).toEqual({ group: '/flowmap/f', stream: '2030/01/01/[3]ab' });
  expect(lambdaLogPlace({})).toBeUndefined();
});

test('of a container the job is known where Amazon ECS does not answer', async () => {
  const env = { AWS_BATCH_JOB_ID: 'j', FLOWMAP_LOG_GROUP: '/flowmap/f' };
  expect(await batchLogPlace(env)).toEqual({ group: '/flowmap/f', job: 'j' });
  expect(await batchLogPlace({ ...env, ECS_CONTAINER_METADATA_URI_V4: 'http://127.0.0.1:1/' })).toEqual({
    group: '/flowmap/f',
    job: 'j',
  });
  expect(await batchLogPlace({})).toBeUndefined();
});

test('packages of layers are looked for where AWS Lambda puts layers', () => {
  const path = '/opt/nodejs/node22/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/task';
  expect(layerFolders(path)).toEqual(['/opt/nodejs/node22/node_modules', '/opt/nodejs/node_modules']);
  expect(layerFolders(undefined)).toEqual([]);
});

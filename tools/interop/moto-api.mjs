import { URLSearchParams } from 'node:url';

/** The few calls of a moto server that the checks need, over plain HTTP: moto checks no signature, but wants to see one. */

/** Settings of an AWS SDK client for a server on this machine. */
export function clientConfig(endpoint) {
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
}

/** Calls Step Functions: `call(endpoint, 'StartExecution', {...})`. Throws what the server answers. */
export function call(endpoint, action, body) {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${action}` };
  return post(endpoint, 'states', headers, body);
}

/** Calls AWS Batch: `callBatch(endpoint, 'createjobqueue', {...})`. */
export function callBatch(endpoint, path, body) {
  return post(`${endpoint}/v1/${path}`, 'batch', { 'content-type': 'application/json' }, body);
}

/** Creates a job queue, with a compute environment that nobody looks at. */
export async function createQueue(endpoint, name) {
  await createRole(endpoint, 'flowmap');
  await callBatch(endpoint, 'createcomputeenvironment', {
    computeEnvironmentName: 'here',
    type: 'UNMANAGED',
    state: 'ENABLED',
    serviceRole: 'arn:aws:iam::123456789012:role/flowmap',
  });
  await callBatch(endpoint, 'createjobqueue', {
    jobQueueName: name,
    priority: 1,
    state: 'ENABLED',
    computeEnvironmentOrder: [{ order: 1, computeEnvironment: 'here' }],
  });
}

/** Creates a role, which moto wants to be there before anything runs under it. */
export async function createRole(endpoint, name) {
  const form = { Action: 'CreateRole', Version: '2010-05-08', RoleName: name, AssumeRolePolicyDocument: '{}' };
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: authorization('iam') },
    body: new URLSearchParams(form).toString(),
  });
  if (!response.ok) throw new Error(`CreateRole: ${response.status} ${await response.text()}`);
}

function authorization(service) {
  return `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

async function post(url, service, headers, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, authorization: authorization(service) },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} ${JSON.stringify(headers)}: ${response.status} ${text}`);
  return JSON.parse(text);
}

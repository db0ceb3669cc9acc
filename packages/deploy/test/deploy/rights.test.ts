import { expect, test } from '@jest/globals';
import {
  applyDeployment,
  deployerPolicy,
  missingRights,
  planDeployment,
  remove,
  trigger,
  type Deployed,
  type DeployPorts,
  type DeployRequest,
} from '@flowmap/deploy';
import { cloud } from './support/cloud.js';
import { requestFor } from './support/flows.js';

async function deploy(request: DeployRequest, ports: DeployPorts): Promise<Deployed> {
  return applyDeployment(await planDeployment(request, ports), request, ports);
}

test('whoever deploys, runs and removes a flow calls nothing that his policy does not allow', async () => {
  const at = await cloud();
  const ports = await at.ports();
  const settings = { logExecutionHistory: true, tags: { team: 'data' } };
  await deploy(requestFor(at), ports);
  await deploy(requestFor(at, { code: '00000000000000c2', settings }), ports);
  await trigger(
    'flights',
    { params: { rows: 1 }, runId: 'one' },
    { ...ports, random: (bytes) => new Uint8Array(bytes) },
  );
  const later = { ...ports, now: () => new Date('2030-01-01') };
  await deploy(requestFor(at, { code: '00000000000000c3' }), later);
  await deploy(requestFor(at, { code: '00000000000000c4' }), { ...ports, now: () => new Date('2030-02-01') });
  expect(at.account.calls.map(({ action }) => action)).toContain('DeleteStateMachineVersion');
  const { onStep: _, ...rest } = ports;
  await remove('flights', { purge: true, force: true }, rest);
  const { deployment } = requestFor(at);
  const policy = deployerPolicy(deployment.target);
  // What a bucket's name says in a call of S3 says an ARN in a policy.
  const needed = at.account.calls
    .filter(({ service }) => !['sts', 'dynamodb', 's3'].includes(service))
    .map(({ service, action, resource }) => ({ Action: [`${service}:${action}`], Resource: [resource] }));
  expect(needed.length).toBeGreaterThan(30);
  expect(missingRights(needed, [policy])).toEqual([]);
});

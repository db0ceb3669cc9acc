import { expect, test } from '@jest/globals';
import type { PolicyStatement } from '@flowmap/asl';
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
import { arrivals, HOURLY, NIGHTLY } from './support/arrivals.js';
import { cloud, type Cloud } from './support/cloud.js';
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
  const needed = neededBy(at);
  const policy = deployerPolicy(requestFor(at).deployment.target);
  expect(needed.length).toBeGreaterThan(30);
  expect(missingRights(needed, [policy])).toEqual([]);
});

test('so does whoever deploys and removes what starts it', async () => {
  const at = await cloud();
  const ports = await at.ports();
  const all = requestFor(at, { flow: arrivals({ schedules: { nightly: NIGHTLY, hourly: HOURLY }, events: true }) });
  await deploy(all, ports);
  const tagged = { ...all, deployment: { ...all.deployment, settings: { tags: { team: 'data' } } } };
  await deploy(tagged, ports);
  await deploy(requestFor(at, { flow: arrivals({ schedules: { nightly: { every: '2 days' } } }) }), ports);
  const { onStep: _, ...rest } = ports;
  await remove('arrivals', { purge: true, force: true }, rest);
  const needed = neededBy(at);
  for (const service of ['scheduler', 'events']) {
    expect(needed.filter(({ Action: [action = ''] }) => action.startsWith(service)).length).toBeGreaterThan(5);
  }
  expect(missingRights(needed, [deployerPolicy(all.deployment.target)])).toEqual([]);
});

/** The rights that the calls needed which were made. */
function neededBy({ account }: Cloud): readonly PolicyStatement[] {
  // What a bucket's name says in a call of S3 says an ARN in a policy.
  return account.calls
    .filter(({ service }) => !['sts', 'dynamodb', 's3'].includes(service))
    .map(({ service, action, resource }) => ({ Action: [`${service}:${action}`], Resource: [resource] }));
}

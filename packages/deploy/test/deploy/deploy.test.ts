import { describe, expect, test } from '@jest/globals';
import { applyDeployment, planDeployment, type Deployed, type DeployPorts, type DeployRequest } from '@flowmap/deploy';
import { flow } from '@flowmap/flow';
import { cloud } from './support/cloud.js';
import { requestFor } from './support/flows.js';

async function deploy(request: DeployRequest, ports: DeployPorts): Promise<Deployed> {
  return applyDeployment(await planDeployment(request, ports), request, ports);
}

const FIRST = '00000000000000c1';
const SECOND = '00000000000000c2';

describe('a deployment', () => {
  test('makes all that the flow needs, and says what it made', async () => {
    const at = await cloud();
    const done = await deploy(requestFor(at), await at.ports());
    expect(done).toMatchObject({
      version: 1,
      unchanged: false,
      machineVersion: 'arn:aws:states:us-east-1:123456789012:stateMachine:flights:1',
    });
    expect(await at.account.resources()).toEqual([
      'function flights-1024mb',
      'function flights-2048mb',
      `function-alias flights-1024mb:c-${FIRST}`,
      `function-alias flights-2048mb:c-${FIRST}`,
      'function-version flights-1024mb:1',
      'function-version flights-2048mb:1',
      'log-group /flowmap/flights',
      'role flowmap-flights-us-east-1-machine',
      'role flowmap-flights-us-east-1-task',
      'role-policy flowmap-flights-us-east-1-machine/flowmap',
      'role-policy flowmap-flights-us-east-1-task/flowmap',
      'state-machine flights',
      'state-machine-alias flights:live',
      'state-machine-version flights:1',
    ]);
    expect(at.steps.map(({ did, name }) => `${did} ${name}`)).toEqual([
      `uploaded .flowmap/code/${FIRST}.zip`,
      `uploaded .flowmap/code/${FIRST}.mjs.gz`,
      `uploaded .flowmap/code/${FIRST}.graph.json`,
      'created /flowmap/flights',
      'created flowmap-flights-us-east-1-task',
      'created flowmap-flights-us-east-1-machine',
      'created flights-1024mb',
      'created flights-2048mb',
      'created flights',
    ]);
  });

  test('done again, changes nothing, says so, and makes at most 12 calls and one for each function', async () => {
    const at = await cloud();
    const settings = { logExecutionHistory: true, tags: { team: 'data' } };
    await deploy(requestFor(at, { settings }), await at.ports());
    const before = await at.everything();
    at.called.length = 0;
    const again = await deploy(requestFor(at, { settings }), await at.ports());
    expect(again).toMatchObject({ version: 1, unchanged: true });
    expect(at.called.length).toBeLessThanOrEqual(12 + 2);
    expect(await at.everything()).toEqual(before);
  });

  test('of new code gives it a version of its own, and leaves that of the old', async () => {
    const at = await cloud();
    await deploy(requestFor(at), await at.ports());
    const request = requestFor(at, { code: SECOND });
    const plan = await planDeployment(request, await at.ports());
    expect(plan.changes.filter(({ action }) => action !== 'keep').map(({ resource }) => resource.Name)).toEqual([
      'flights-1024mb',
      'flights-2048mb',
      'flights',
    ]);
    expect(await deploy(request, await at.ports())).toMatchObject({ version: 2, unchanged: false });
    expect(await at.account.resources()).toEqual(
      expect.arrayContaining([
        `function-alias flights-1024mb:c-${FIRST}`,
        `function-alias flights-1024mb:c-${SECOND}`,
        'function-version flights-1024mb:1',
        'function-version flights-1024mb:2',
        'state-machine-version flights:1',
        'state-machine-version flights:2',
      ]),
    );
  });

  test('keeps the rights that executions of the version before need', async () => {
    const at = await cloud();
    const policyOf = async (): Promise<string> => {
      const { GetRolePolicyCommand } = await import('@aws-sdk/client-iam');
      const asked = { RoleName: 'flowmap-flights-us-east-1-machine', PolicyName: 'flowmap' };
      return decodeURIComponent((await at.aws.iam.send(new GetRolePolicyCommand(asked))).PolicyDocument ?? '');
    };
    await deploy(requestFor(at), await at.ports());
    expect(await policyOf()).toContain('flights-2048mb');
    const narrow = flow({ name: 'flights' }, ({ step }) => step('only', () => 1));
    await deploy(requestFor(at, { flow: narrow, code: SECOND }), await at.ports());
    expect(await policyOf()).toContain('flights-2048mb');
    expect(await deploy(requestFor(at, { flow: narrow, code: SECOND }), await at.ports())).toMatchObject({
      unchanged: true,
    });
  });

  test('waits until a new role is known everywhere', async () => {
    const at = await cloud({ newRoleRefusals: 3 });
    expect(await deploy(requestFor(at), await at.ports())).toMatchObject({ version: 1 });
  });

  test('a plan touches nothing', async () => {
    const at = await cloud();
    const before = await at.everything();
    const plan = await planDeployment(requestFor(at), await at.ports());
    expect(plan.changes.map(({ action }) => action)).toEqual(Array<string>(6).fill('create'));
    expect(await at.everything()).toEqual(before);
  });

  test('puts right what somebody changed by hand', async () => {
    const at = await cloud();
    await deploy(requestFor(at), await at.ports());
    const before = await at.everything();
    const { iam } = at.aws;
    const { PutRolePolicyCommand } = await import('@aws-sdk/client-iam');
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }],
    });
    const RoleName = 'flowmap-flights-us-east-1-task';
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'flowmap', PolicyDocument }));
    const plan = await planDeployment(requestFor(at), await at.ports());
    expect(plan.unchanged).toBe(false);
    expect(plan.changes.filter(({ action }) => action === 'update').map(({ resource }) => resource.Name)).toEqual([
      RoleName,
    ]);
    await deploy(requestFor(at), await at.ports());
    expect(((await at.everything()) as { account: unknown }).account).toEqual((before as { account: unknown }).account);
  });
});

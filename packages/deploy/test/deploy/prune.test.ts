import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { StateMachine } from '@flowmap/asl/language';
import { batch } from '@flowmap/compute-batch';
import { flow } from '@flowmap/flow';
import {
  applyDeployment,
  history,
  planDeployment,
  promote,
  rollback,
  trigger,
  type Deployed,
  type DeployPorts,
} from '@flowmap/deploy';
import { cloud, type Cloud } from './support/cloud.js';
import { requestFor, type Wanted } from './support/flows.js';

const DAY = 24 * 60 * 60 * 1000;
/** Step Functions goes by the real clock, so days are counted from now. */
const NOW = Date.now();

const code = (n: number): string => `00000000000000c${n}`;

/** The ports of one who works so many days from now. */
async function on(at: Cloud, day: number, attempts = 3): Promise<DeployPorts> {
  return { ...(await at.ports({ attempts })), now: () => new Date(NOW + day * DAY) };
}

async function deploy(at: Cloud, day: number, wanted: Wanted, definition?: object, attempts = 3): Promise<Deployed> {
  const asked = requestFor(at, wanted);
  const request = definition
    ? { ...asked, deployment: { ...asked.deployment, definition: definition as StateMachine } }
    : asked;
  const ports = await on(at, day, attempts);
  return applyDeployment(await planDeployment(request, ports), request, ports);
}

const other = (name: string, memoryMb: number) =>
  flow({ name }, ({ step }) => void step('work', { resources: { memoryMb } }, () => 1));

async function objects(at: Cloud): Promise<readonly string[]> {
  const { objects: all } = (await at.everything()) as { objects: readonly string[] };
  return all.map((one) => one.replace(/ \d+$/, '').replace('.flowmap/code/', ''));
}

async function versions(at: Cloud): Promise<readonly string[]> {
  return (await at.account.resources()).filter((name) => name.startsWith('state-machine-version'));
}

/** Starts a run; gives its execution. */
async function start(at: Cloud, runId: string): Promise<string> {
  const ports = await at.ports();
  const { executionArn } = await trigger(
    'flights',
    { params: {}, runId },
    { ...ports, random: (bytes) => new Uint8Array(bytes) },
  );
  return executionArn;
}

const PASS = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
const WAIT = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 100_000, End: true } } };

describe('a deployment removes what only old ones need', () => {
  test('that were superseded more than 14 days ago', async () => {
    const at = await cloud();
    await deploy(at, 0, { code: code(1), flow: other('flights', 512) });
    await deploy(at, 1, { code: code(2) });
    await deploy(at, 14, { code: code(3) });
    expect(await at.account.resources()).toContain('function flights-512mb');
    at.steps.length = 0;
    await deploy(at, 15.5, { code: code(4) });
    expect(at.steps.at(-1)).toEqual({ did: 'removed', type: 'deployment', name: 'flights, version 1' });
    expect((await at.account.resources()).filter((name) => /function|version/.test(name))).toEqual([
      'function flights-1024mb',
      'function flights-2048mb',
      ...[2, 3, 4].map((n) => `function-alias flights-1024mb:c-${code(n)}`),
      ...[2, 3, 4].map((n) => `function-alias flights-2048mb:c-${code(n)}`),
      ...[1, 2, 3].map((n) => `function-version flights-1024mb:${n}`),
      ...[1, 2, 3].map((n) => `function-version flights-2048mb:${n}`),
      ...[2, 3, 4].map((n) => `state-machine-version flights:${n}`),
    ]);
    // By its graph the runs of old code are read.
    expect(await objects(at)).toEqual([
      `${code(1)}.graph.json`,
      ...[2, 3, 4].flatMap((n) => [`${code(n)}.graph.json`, `${code(n)}.mjs.gz`, `${code(n)}.zip`]),
    ]);
  });

  test('with the versions behind the aliases of functions that stay', async () => {
    const at = await cloud();
    for (const n of [1, 2]) await deploy(at, n, { code: code(n) });
    await deploy(at, 30, { code: code(3) });
    expect((await at.account.resources()).filter((name) => /flights-1024mb|machine-version/.test(name))).toEqual([
      'function flights-1024mb',
      ...[2, 3].map((n) => `function-alias flights-1024mb:c-${code(n)}`),
      ...[2, 3].map((n) => `function-version flights-1024mb:${n}`),
      ...[2, 3].map((n) => `state-machine-version flights:${n}`),
    ]);
  });

  test('and none of it can be gone back to, though its code can be deployed again', async () => {
    const at = await cloud();
    for (const n of [1, 2]) await deploy(at, n, { code: code(n) });
    await deploy(at, 30, { code: code(3) });
    const ports = await on(at, 30);
    await expect(rollback('flights', { to: 1 }, ports)).rejects.toMatchObject({
      code: 'DEPLOYMENT_PRUNED',
      message: expect.stringContaining('version 1 of flights'),
    });
    await expect(promote('flights', { to: 1, weight: 10 }, ports)).rejects.toMatchObject({ code: 'DEPLOYMENT_PRUNED' });
    expect((await history('flights', ports)).map(({ version, pruned = false }) => [version, pruned])).toEqual([
      [3, false],
      [2, false],
      [1, true],
    ]);
    await rollback('flights', {}, ports);
    await expect(rollback('flights', { to: 1 }, ports)).rejects.toMatchObject({ code: 'DEPLOYMENT_PRUNED' });
    expect(await deploy(at, 31, { code: code(1) })).toMatchObject({ unchanged: false });
    expect(await at.account.resources()).toContain(`function-alias flights-1024mb:c-${code(1)}`);
    expect(await objects(at)).toContain(`${code(1)}.zip`);
    expect((await planDeployment(requestFor(at, { code: code(1) }), ports)).unchanged).toBe(true);
  });

  test('but not what a newer deployment went back to', async () => {
    const at = await cloud();
    for (const n of [1, 2]) await deploy(at, n, { code: code(n) });
    await rollback('flights', {}, await on(at, 3));
    await deploy(at, 30, { code: code(4) });
    expect(await versions(at)).toEqual(['state-machine-version flights:1', 'state-machine-version flights:3']);
    expect(await at.account.resources()).toContain(`function-alias flights-1024mb:c-${code(1)}`);
    expect(await rollback('flights', {}, await on(at, 30))).toMatchObject({ to: 3, code: code(1) });
  });

  test('but not what runs, nor what ended within the 14 days', async () => {
    const at = await cloud();
    await deploy(at, -30, { code: code(1) }, WAIT);
    const running = await start(at, 'long');
    await deploy(at, -29, { code: code(2) }, PASS);
    await start(at, 'short');
    await deploy(at, -28, { code: code(3) });
    await deploy(at, 0, { code: code(4) });
    expect(await versions(at)).toEqual([1, 2, 3, 4].map((n) => `state-machine-version flights:${n}`));
    await deploy(at, 20, { code: code(5) });
    expect(await versions(at)).toEqual([1, 4, 5].map((n) => `state-machine-version flights:${n}`));
    await at.aws.sfn.send(new StopExecutionCommand({ executionArn: running }));
    await deploy(at, 21, { code: code(6) });
    expect((await versions(at))[0]).toBe('state-machine-version flights:4');
  });

  test('but not the code that another flow has, nor what has lost the tag of the flow', async () => {
    const at = await cloud();
    await deploy(at, 0, { code: code(1), flow: other('flights', 512) });
    await deploy(at, 0, { code: code(1), flow: other('trains', 512) });
    const { TagResourceCommand } = await import('@aws-sdk/client-lambda');
    const Resource = 'arn:aws:lambda:us-east-1:123456789012:function:flights-512mb';
    await at.aws.lambda.send(new TagResourceCommand({ Resource, Tags: { 'flowmap:deployment': 'somebody' } }));
    await deploy(at, 1, { code: code(2) });
    await deploy(at, 30, { code: code(3) });
    expect(await objects(at)).toContain(`${code(1)}.zip`);
    expect(await at.account.resources()).toContain('function flights-512mb');
    expect((await history('flights', await on(at, 30))).at(-1)).toMatchObject({ version: 1, pruned: true });
  });

  test('of AWS Batch too', async () => {
    const at = await cloud();
    const computes = {
      default: batch({ queue: 'arn:aws:batch:us-east-1:123456789012:job-queue/q', image: 'node:22' }),
    };
    for (const n of [1, 2]) await deploy(at, n, { code: code(n), computes });
    await deploy(at, 30, { code: code(3), computes });
    const definitions = (await at.account.resources()).filter((name) => name.startsWith('job-definition'));
    expect(definitions.length).toBeGreaterThan(0);
    expect(definitions.filter((name) => name.includes(code(1)))).toEqual([]);
    for (const n of [2, 3]) expect(definitions.filter((name) => name.includes(code(n))).length).toBeGreaterThan(0);
  });
});

describe('removing old code', () => {
  const ACTIONS = ['ListExecutions', 'DeleteStateMachineVersion', 'GetAlias', 'DeleteAlias', 'DeleteFunction'];
  /** How the stores tell of it. */
  const TOLD: { readonly [action: string]: string } = { DeleteObjects: 'the bucket', UpdateItem: 'the table' };

  test.each([...ACTIONS, 'DeleteObjects', 'UpdateItem'])(
    'that fails at %s fails no deployment, and is done by the next one',
    async (action) => {
      const at = await cloud();
      for (const n of [1, 2]) await deploy(at, n, { code: code(n) });
      let finished = 0;
      at.account.onCall((call) => {
        // The first update of a record says that the deployment itself is live.
        if (call.action === 'UpdateItem' && (finished += 1) === 1) return undefined;
        return call.action === action ? 'fail' : undefined;
      });
      at.steps.length = 0;
      expect(await deploy(at, 30, { code: code(3) }, undefined, 1)).toMatchObject({ version: 3, unchanged: false });
      expect(at.steps.at(-1)).toMatchObject({ did: 'left', why: expect.stringContaining(TOLD[action] ?? action) });
      at.account.onCall(undefined);
      await deploy(at, 31, { code: code(4) });
      expect(at.steps.at(-1)).toMatchObject({ did: 'removed', name: 'flights, version 1' });
      expect((await at.account.resources()).filter((name) => /flights-1024mb|machine-version/.test(name))).toEqual([
        'function flights-1024mb',
        ...[2, 3, 4].map((n) => `function-alias flights-1024mb:c-${code(n)}`),
        ...[2, 3, 4].map((n) => `function-version flights-1024mb:${n}`),
        ...[2, 3, 4].map((n) => `state-machine-version flights:${n}`),
      ]);
      expect((await objects(at)).filter((name) => name.startsWith(code(1)))).toEqual([`${code(1)}.graph.json`]);
      expect((await history('flights', await on(at, 31))).at(-1)).toMatchObject({ pruned: true });
    },
  );

  test('is not looked at where nothing changes, nor twice', async () => {
    const at = await cloud();
    for (const n of [1, 2]) await deploy(at, n, { code: code(n) });
    at.called.length = 0;
    expect(await deploy(at, 30, { code: code(2) })).toMatchObject({ unchanged: true });
    expect(at.called.map(({ action }) => action)).not.toContain('states:ListExecutions');
    await deploy(at, 30, { code: code(3) });
    at.called.length = 0;
    await deploy(at, 31, { code: code(4) });
    expect(at.called.map(({ action }) => action)).not.toContain('states:ListExecutions');
  });
});

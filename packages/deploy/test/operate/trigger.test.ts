import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { awaitEnd, executionArn, trigger } from '../../src/index.js';
import { ECHO, FAIL, saying, WAIT } from './support/machines.js';
import { world } from './support/world.js';

const w = world();

describe('trigger', () => {
  test('starts an execution of the live version with the parameters as its input, under an id that sorts', async () => {
    await w.deploy('flights', ECHO);
    const run = await trigger('flights', { params: { year: 2024, a: 'x' } }, w);
    expect(run.run).toMatch(/^[0-9A-Z]{26}$/);
    expect(run.executionArn).toBe(executionArn(w.site, run));
    const ended = await awaitEnd(w, run);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', deployment: 'flights', redrives: 0 });
    expect(ended.machineVersion).toMatch(/:stateMachine:flights:1$/);
    const { input, stateMachineAliasArn } = await w.aws.sfn.send(
      new DescribeExecutionCommand({ executionArn: run.executionArn }),
    );
    expect(JSON.parse(input ?? '')).toEqual({ year: 2024, a: 'x' });
    expect(stateMachineAliasArn).toMatch(/:live$/);
  });

  test('gives the run that goes on for the same id and parameters, whatever their order', async () => {
    await w.deploy('flights', WAIT);
    const first = await trigger('flights', { params: { a: 1, b: 2 }, runId: 'nightly' }, w);
    const again = await trigger('flights', { params: { b: 2, a: 1 }, runId: 'nightly' }, w);
    expect(again).toEqual(first);
    await expect(trigger('flights', { params: { a: 2 }, runId: 'nightly' }, w)).rejects.toMatchObject({
      code: 'RUN_EXISTS',
      message: expect.stringContaining('flights has a run nightly already'),
    });
  });

  test('refuses an id that was used before, be it by the service or by the table alone', async () => {
    await w.deploy('flights', ECHO);
    await awaitEnd(w, await trigger('flights', { params: {}, runId: 'one' }, w));
    await expect(trigger('flights', { params: {}, runId: 'one' }, w)).rejects.toMatchObject({ code: 'RUN_EXISTS' });
    const record = { deployment: 'flights', run: 'two', status: 'RUNNING', started: '2026-01-01T00:00:00Z' } as const;
    await w.metadata.createRun({ ...record, code: 'c0de', params: {} }, new Date(Date.now() + 1e9));
    await expect(trigger('flights', { params: {}, runId: 'two' }, w)).rejects.toMatchObject({ code: 'RUN_EXISTS' });
  });

  test.each([
    ['a/b', 'it contains "/"'],
    ['', 'it is empty'],
    ['x'.repeat(81), 'at most 80'],
  ])('refuses the id %j', async (runId, message) => {
    await expect(trigger('flights', { params: {}, runId }, w)).rejects.toMatchObject({
      code: 'RUN_ID_ILLEGAL',
      message: expect.stringContaining(message),
    });
  });

  test('names the flows that may be meant', async () => {
    await w.deploy('flight-delays', ECHO);
    await expect(trigger('flight-delay', { params: {} }, w)).rejects.toMatchObject({
      code: 'NO_SUCH_FLOW',
      hint: 'Is it flight-delays?',
    });
    await expect(trigger('zebra', { params: {} }, w)).rejects.toMatchObject({
      code: 'NO_SUCH_FLOW',
      hint: expect.stringContaining('flow-cli list'),
    });
    await expect(trigger('no * name', { params: {} }, w)).rejects.toMatchObject({ code: 'NO_SUCH_FLOW' });
  });

  test('says of a flow whose deployment never ended that it is to be deployed again', async () => {
    await w.metadata.claim({ deployment: 'half', owner: 'ada', token: 't', at: '2026-01-01T00:00:00Z' });
    await expect(trigger('half', { params: {} }, w)).rejects.toMatchObject({
      code: 'NO_SUCH_FLOW',
      message: expect.stringContaining('its deployment never ended'),
    });
  });
});

describe('awaitEnd', () => {
  test('looks at growing distances until the run has ended, and says why it failed', async () => {
    await w.deploy('flights', FAIL);
    const run = await trigger('flights', { params: {} }, w);
    expect(await awaitEnd(w, run)).toMatchObject({ status: 'FAILED', error: 'Oops', cause: 'It went wrong' });
  });

  test('waits longer and longer, and leaves the run alone when it is told to stop', async () => {
    await w.deploy('flights', WAIT);
    const run = await trigger('flights', { params: {} }, w);
    const stop = new AbortController();
    const left = await awaitEnd(w, run, {
      signal: stop.signal,
      onLook: () => {
        if (w.waits.length === 12) stop.abort();
      },
    });
    expect(left.status).toBe('RUNNING');
    expect(w.waits[0]).toBe(1_000);
    expect(w.waits[1]).toBe(1_300);
    expect(Math.max(...w.waits)).toBe(15_000);
  });

  test('knows of no run that is not there', async () => {
    await w.deploy('flights', saying('hello'));
    await expect(awaitEnd(w, { deployment: 'flights', run: 'none' })).rejects.toMatchObject({ code: 'NO_SUCH_RUN' });
    await expect(awaitEnd(w, { deployment: 'fligths', run: 'none' })).rejects.toMatchObject({
      code: 'NO_SUCH_FLOW',
      hint: 'Is it flights?',
    });
  });
});

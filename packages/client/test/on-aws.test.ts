import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { runsOf } from '@flowmap/client';
import { awaitEnd, executionArn, redrive, remove, trigger, type RunDescription } from '@flowmap/deploy';
import { flow, param, withSteps } from '@flowmap/flow';
import { deployed } from './support/deployed.js';

let isBroken = false;
let goOn: () => void = () => undefined;

const squares = flow(
  { name: 'squares', params: { n: param.integer({ default: 3 }), wait: param.boolean({ default: false }) } },
  ({ step, foreach }) => {
    const start = step('start', async ({ params, log }) => {
      log(`${params.n} numbers`);
      if (params.wait) await new Promise<void>((resolve) => (goOn = resolve));
      return { numbers: Array.from({ length: params.n }, (_, i) => i) };
    });
    const each = foreach('each', { items: start.out.numbers }, (number, s) =>
      s.step('square', { in: { number } }, ({ in: given, log }) => {
        log(`square of ${given.number}`);
        if (isBroken) throw new RangeError(`not ${given.number}`);
        return { square: given.number ** 2 };
      }),
    );
    const sum = step('sum', { in: { each: each.out } }, async ({ in: given }) => {
      let total = 0;
      for await (const { square } of given.each) total += square;
      return total;
    });
    return withSteps(sum, start, each);
  },
);

const at = deployed(squares);
const runs = (status?: 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'RUNNING') =>
  runsOf<typeof squares>('squares', at.account, status ? { status } : {});
const ran = async (runId: string, params = {}): Promise<RunDescription> =>
  awaitEnd(at.account, await trigger('squares', { params, runId }, at.account));

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const sfnCalls = (): number =>
  at.fake.calls.filter(({ action }) => /^(?:Describe|List)Executions?$/.test(action)).length;

describe('runsOf on AWS', () => {
  test('gives how a run stands, when it ended, and what it left, typed by the flow', async () => {
    const { started, stopped } = await ran('good', { n: 4 });
    // Only the first state ever wrote to the record.
    expect(await at.account.metadata.run('squares', 'good')).toMatchObject({ status: 'RUNNING' });
    const run = await runs().get('good');
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      started: new Date(started),
      stopped: new Date(stopped ?? ''),
      params: { n: 4, wait: false },
    });
    expect(await run?.failure()).toBeUndefined();
    expect(await run?.result()).toBe(14);
    expect(await run?.step('start').output()).toEqual({ numbers: [0, 1, 2, 3] });
    expect(await run?.step('each/square').output('3')).toEqual({ square: 9 });
    const squared: number[] = [];
    for await (const task of run?.step('each/square') ?? []) {
      if (task.ok) squared.push((await task.output()).square);
    }
    expect(squared).toEqual([0, 1, 4, 9]);
  });

  test('gives what the tasks of a run, of a step and of one item logged', async () => {
    const run = await runs().get('good');
    const messages = async (lines: AsyncIterable<{ readonly message: string }> | undefined): Promise<string[]> => {
      const all: string[] = [];
      for await (const { message } of lines ?? []) all.push(message);
      return all.sort();
    };
    expect(await messages(run?.step('start').logs())).toEqual(['4 numbers']);
    expect(await messages(run?.step('each/square').logs({ index: '2' }))).toEqual(['square of 2']);
    expect(await messages(run?.logs())).toEqual([
      '4 numbers',
      'square of 0',
      'square of 1',
      'square of 2',
      'square of 3',
    ]);
  });

  test('gives why a run failed, and that it went well after it was redriven', async () => {
    isBroken = true;
    expect(await ran('bad')).toMatchObject({ status: 'FAILED' });
    isBroken = false;
    const failed = await runs().get('bad');
    expect(failed?.status).toBe('FAILED');
    expect(await failed?.failure()).toMatchObject({ error: 'RangeError', cause: expect.stringContaining('not ') });
    await expect(failed?.result()).rejects.toMatchObject({ code: 'RESULT_MISSING' });

    await redrive({ deployment: 'squares', run: 'bad' }, at.account);
    await awaitEnd(at.account, { deployment: 'squares', run: 'bad' });
    const again = await runs().get('bad');
    expect(again).toMatchObject({ status: 'SUCCEEDED', stopped: expect.any(Date) });
    expect(await again?.failure()).toBeUndefined();
    expect(await again?.result()).toBe(5);
  });

  test('knows of a run that goes on, and that somebody else ended it', async () => {
    const ref = await trigger('squares', { params: { wait: true }, runId: 'stopped' }, at.account);
    await until(async () => (await runs().get('stopped')) !== undefined);
    const going = await runs().latest();
    expect(going).toMatchObject({ id: 'stopped', status: 'RUNNING' });
    expect(going?.stopped).toBeUndefined();
    expect(await going?.failure()).toBeUndefined();
    const stop = { executionArn: executionArn(at.account.site, ref), error: 'Enough', cause: 'by hand' };
    await at.account.site.aws.sfn.send(new StopExecutionCommand(stop));
    goOn();
    const ended = await runs().get('stopped');
    expect(ended?.status).toBe('ABORTED');
    expect(await ended?.failure()).toEqual({ error: 'Enough', cause: 'by hand' });
  });

  test('goes over the runs, newest first, and over those of a status, with a call for all of them', async () => {
    const idsOf = async (status?: Parameters<typeof runs>[0]): Promise<string[]> => {
      const ids: string[] = [];
      for await (const { id, status: stands } of runs(status)) ids.push(`${id} ${stands}`);
      return ids;
    };
    const before = sfnCalls();
    expect(await idsOf()).toEqual(['stopped ABORTED', 'bad SUCCEEDED', 'good SUCCEEDED']);
    expect(sfnCalls() - before).toBe(1);
    expect(await idsOf('SUCCEEDED')).toEqual(['bad SUCCEEDED', 'good SUCCEEDED']);
    expect(await idsOf('FAILED')).toEqual([]);
    expect((await runs('SUCCEEDED').latest())?.id).toBe('bad');
    expect(await (await runs('ABORTED').latest())?.failure()).toMatchObject({ error: 'Enough' });
  });

  test('leaves out a run whose parameters were refused: it left nothing', async () => {
    expect(await ran('refused', { n: 'many' })).toMatchObject({ status: 'FAILED' });
    expect(await runs().get('refused')).toBeUndefined();
    expect((await runs().latest())?.id).toBe('stopped');
  });

  test('says what right is missing', async () => {
    at.fake.denied = [{ action: 'states:DescribeExecution' }];
    await expect(runs().get('good')).rejects.toMatchObject({ code: 'AWS_DENIED' });
    at.fake.denied = [];
  });

  test('has the runs of a flow that was deleted as they ended', async () => {
    await remove('squares', {}, at.account);
    const left: string[] = [];
    for await (const { id, status } of runs()) left.push(`${id} ${status}`);
    expect(left).toEqual(['stopped ABORTED', 'bad SUCCEEDED', 'good SUCCEEDED']);
    const run = await runs('ABORTED').latest();
    expect(await run?.failure()).toEqual({ error: 'Enough', cause: 'by hand' });
  });
});

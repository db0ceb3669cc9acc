import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { type MapRun, run, simulatedClock, type TaskRequest } from '../src/index.js';
import { mapOf, numbers, task } from './machines.js';
import { ports } from './ports.js';
import { memoryStorage } from './readers/storage.js';

const NONE = {
  total: 0,
  pending: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  aborted: 0,
  resultsWritten: 0,
};

/** Runs a distributed map; `told` has what each Map Run was whenever the port was told of it. */
async function observe(
  items: Json,
  fields: Record<string, Json>,
  work: (request: TaskRequest, current: () => MapRun) => Json | Promise<Json>,
) {
  const told: string[] = [];
  let last: MapRun | undefined;
  const current = (): MapRun => {
    if (last === undefined) throw new Error('There is no Map Run');
    return last;
  };
  const use = {
    ...ports((request) => work(request, current)),
    objects: memoryStorage({ 'b/k': '[1, 2, 3]' }),
    mapRun: (mapRun: MapRun) => {
      told.push(mapRun.status);
      last = mapRun;
    },
  };
  const outcome = await run(mapOf(task(), { Label: 'L', ...fields }, true), items, use, { machine: 'm', name: 'top' });
  return { outcome, told, run: current() };
}

describe('a Map Run', () => {
  test('is told of at its start and at its end', async () => {
    const { told, run: mapRun } = await observe([1], { MaxConcurrency: 3, ToleratedFailurePercentage: 5 }, () => null);
    expect(told).toEqual(['RUNNING', 'SUCCEEDED']);
    const arn = 'arn:aws:states:us-east-1:123456789012';
    expect(mapRun).toMatchObject({
      mapRunArn: `${arn}:mapRun:m/L:id-1`,
      executionArn: `${arn}:execution:m:top`,
      stateMachineArn: `${arn}:stateMachine:m/L`,
      maxConcurrency: 3,
      toleratedFailureCount: undefined,
      toleratedFailurePercentage: 5,
      redriveCount: 0,
      startDate: 0,
      stopDate: 0,
    });
  });

  test('counts its items and its children while it runs', async () => {
    const fields = { MaxConcurrency: 1, ItemBatcher: { MaxItemsPerBatch: 2 }, ToleratedFailureCount: 2 };
    const seen: unknown[] = [];
    const { run: mapRun } = await observe(numbers(5), fields, ({ arguments: input }, current) => {
      seen.push([current().itemCounts, current().executionCounts]);
      if ((input as { Items: number[] }).Items.includes(2)) throw new Error('no');
      return null;
    });
    expect(seen).toEqual([
      [
        { ...NONE, total: 5, pending: 3, running: 2 },
        { ...NONE, total: 3, pending: 2, running: 1 },
      ],
      [
        { ...NONE, total: 5, pending: 1, running: 2, succeeded: 2, resultsWritten: 2 },
        { ...NONE, total: 3, pending: 1, running: 1, succeeded: 1, resultsWritten: 1 },
      ],
      [
        { ...NONE, total: 5, running: 1, succeeded: 2, failed: 2, resultsWritten: 2 },
        { ...NONE, total: 3, running: 1, succeeded: 1, failed: 1, resultsWritten: 1 },
      ],
    ]);
    expect(mapRun.itemCounts).toEqual({ ...NONE, total: 5, succeeded: 3, failed: 2, resultsWritten: 3 });
    expect(mapRun.executionCounts).toEqual({ ...NONE, total: 3, succeeded: 2, failed: 1, resultsWritten: 2 });
  });

  test('that fails leaves items pending', async () => {
    const { told, run: mapRun } = await observe(
      numbers(10),
      { MaxConcurrency: 2 },
      async ({ arguments: item, signal }) => {
        if (item === 0) throw new Error('no');
        return await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
      },
    );
    expect(told).toEqual(['RUNNING', 'FAILED']);
    expect(mapRun.itemCounts).toEqual({ ...NONE, total: 10, pending: 8, failed: 1, aborted: 1 });
    expect(mapRun.executionCounts).toEqual(mapRun.itemCounts);
  });

  test('counts items that are read as they come', async () => {
    const reader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Arguments: { Bucket: 'b', Key: 'k' },
    };
    const totals: number[] = [];
    const { run: mapRun } = await observe({}, { ItemReader: reader, MaxConcurrency: 1 }, (_request, current) => {
      totals.push(current().itemCounts.total);
      return null;
    });
    expect(totals).toEqual([1, 2, 3]);
    expect(mapRun.itemCounts).toEqual({ ...NONE, total: 3, succeeded: 3, resultsWritten: 3 });
  });

  test('runs wider when it is told to, while it runs', async () => {
    let inFlight = 0;
    const widths: number[] = [];
    const clock = simulatedClock(0);
    const { outcome, run: mapRun } = await observe(
      numbers(9),
      { MaxConcurrency: 1 },
      async ({ signal, arguments: item }, current) => {
        inFlight += 1;
        widths.push(inFlight);
        if (item === 1) current().update({ maxConcurrency: 4 });
        await clock.wait(1000, signal);
        inFlight -= 1;
        return item;
      },
    );
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: numbers(9) });
    expect(widths.slice(0, 5)).toEqual([1, 1, 2, 3, 4]);
    expect(Math.max(...widths)).toBe(4);
    expect(mapRun.maxConcurrency).toBe(4);
  });

  test('tolerates what it is told to, while it runs', async () => {
    const failing = async (change: Parameters<MapRun['update']>[0]) =>
      (
        await observe(numbers(10), { MaxConcurrency: 1, ToleratedFailureCount: 1 }, ({ arguments: item }, current) => {
          if (item === 0) current().update(change);
          if ((item as number) % 2 === 0) throw new Error('no');
          return item;
        })
      ).outcome;
    expect(await failing({})).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    expect(await failing({ toleratedFailureCount: 5 })).toMatchObject({ status: 'SUCCEEDED', output: [1, 3, 5, 7, 9] });
    expect(await failing({ toleratedFailureCount: 5, toleratedFailurePercentage: 40 })).toMatchObject({
      status: 'FAILED',
    });
  });

  test('is not changed when it has ended', async () => {
    const { run: mapRun } = await observe([1], { MaxConcurrency: 3 }, () => null);
    mapRun.update({ maxConcurrency: 4 });
    expect(mapRun.maxConcurrency).toBe(3);
  });
});

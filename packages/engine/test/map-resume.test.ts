import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { type HistoryEvent, type MapRun, run, type RunOptions, simulatedClock } from '../src/index.js';
import { recordedRun, type Work } from './journal/recording.js';
import { machine, mapOf, numbers, task } from './machines.js';
import { type MemoryStorage, memoryStorage } from './readers/storage.js';

const ITEMS = 9;
const FIELDS = {
  Label: 'L',
  MaxConcurrency: 3,
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'JSON' },
    Arguments: { Bucket: 'b', Key: 'items' },
  },
  ItemBatcher: { MaxItemsPerBatch: 2 },
  ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Arguments: { Bucket: 'b', Prefix: 'p' } },
};

/** Runs the map, or goes on with it; batches for which `fails` fail. */
async function go(storage: MemoryStorage, options: RunOptions = {}, fails: (first: number) => boolean = () => false) {
  const events: HistoryEvent[] = [];
  const calls: number[] = [];
  const runs: MapRun[] = [];
  const clock = simulatedClock(options.past === undefined ? 0 : 1_000_000);
  let ids = options.past === undefined ? 0 : 1000;
  const outcome = await run(
    mapOf(task(), FIELDS, true),
    {},
    {
      clock,
      objects: storage,
      uuid: () => `id-${(ids += 1)}`,
      mapRun: (mapRun) => void runs.push(mapRun),
      record: (event) => void events.push(JSON.parse(JSON.stringify(event)) as HistoryEvent),
      async task({ arguments: input, signal }) {
        const [first = -1] = (input as { readonly Items: readonly number[] }).Items;
        calls.push(first);
        await clock.wait(10 + first, signal);
        if (fails(first)) throw new Error('no');
        return first;
      },
    },
    { name: 'top', machine: 'm', ...options },
  );
  return { outcome, events, calls, mapRun: runs.at(-1) };
}

function bucket(): MemoryStorage {
  return memoryStorage({ 'b/items': JSON.stringify(numbers(ITEMS)) });
}

function written(storage: MemoryStorage, name: string): readonly { readonly Input: string; readonly Output: string }[] {
  const key = [...storage.objects.keys()].find((one) => one.endsWith(`/${name}.json`));
  return key === undefined ? [] : (JSON.parse(storage.text('b', key.slice(2))) as never);
}

function outputs(storage: MemoryStorage): readonly number[] {
  return written(storage, 'SUCCEEDED_0')
    .map(({ Output }) => Number(Output))
    .sort((a, b) => a - b);
}

describe('a Map Run that goes on after a restart', () => {
  test('from any moment has the results of all children, and repeats none that had ended', async () => {
    const whole = await go(bucket());
    expect(whole.outcome.status).toBe('SUCCEEDED');
    for (let kept = 1; kept < whole.events.length; kept += 3) {
      const past = whole.events.slice(0, kept);
      const storage = bucket();
      const { outcome, calls, mapRun } = await go(storage, { past });
      // The Map Run keeps its name once it has one.
      if (past.some(({ type }) => type === 'MapRunStarted')) expect(outcome).toEqual(whole.outcome);
      const ended = past.filter(({ type }) => type === 'LambdaFunctionSucceeded' || type === 'TaskSucceeded').length;
      expect(calls.length).toBe(5 - ended);
      if (past.some(({ type }) => type === 'MapRunSucceeded')) continue;
      expect(outputs(storage)).toEqual([0, 2, 4, 6, 8]);
      expect(mapRun?.itemCounts).toMatchObject({ total: ITEMS, succeeded: ITEMS, resultsWritten: ITEMS });
      expect(mapRun?.executionCounts).toMatchObject({ total: 5, succeeded: 5 });
    }
  });

  test('keeps when it and its children had started', async () => {
    const { events } = await go(bucket());
    const cut = events.findIndex(({ type }) => type === 'ExecutionSucceeded') + 2;
    const storage = bucket();
    const { mapRun } = await go(storage, { past: events.slice(0, cut) });
    expect(mapRun?.startDate).toBe(0);
    const dates = (written(storage, 'SUCCEEDED_0') as readonly Json[]).map((record) => {
      const { StartDate, StopDate } = record as { readonly StartDate: string; readonly StopDate: string };
      return [Date.parse(StartDate), Date.parse(StopDate)];
    });
    expect(dates[0]).toEqual([0, 10]);
  });
});

describe('a Map Run that had ended before a restart', () => {
  test.each(['MapRunSucceeded', 'MapStateSucceeded', 'MapStateExited'])(
    'needs neither its items nor its bucket: %s',
    async (type) => {
      const whole = await go(bucket());
      const past = whole.events.slice(0, whole.events.findIndex((event) => event.type === type) + 1);
      const storage = memoryStorage();
      const { outcome, calls, mapRun } = await go(storage, { past });
      expect(outcome).toEqual(whole.outcome);
      expect({ calls, mapRun, objects: storage.objects.size }).toEqual({ calls: [], mapRun: undefined, objects: 0 });
    },
  );

  test('and had failed fails with the same error', async () => {
    const whole = await go(bucket(), {}, (first) => first === 2);
    const past = whole.events.slice(0, whole.events.findIndex(({ type }) => type === 'MapRunFailed') + 1);
    const { outcome, calls } = await go(memoryStorage(), { past });
    expect(outcome).toEqual(whole.outcome);
    expect(calls).toEqual([]);
  });

  test('gathers its result from its children where nothing else has it', async () => {
    const work: Work = ({ arguments: given }) => given;
    const definition = mapOf(task(), { Label: 'L', Items: [1, 2] }, true);
    const whole = await recordedRun(definition, {}, work);
    const past = whole.events.slice(0, whole.events.findIndex(({ type }) => type === 'MapRunSucceeded') + 1);
    const { outcome, calls } = await recordedRun(definition, {}, work, { past, from: 1_000_000, seed: 1 });
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: [1, 2] });
    expect(calls).toEqual([]);
  });
});

describe('a Map Run that is redriven', () => {
  test('runs what failed and what never started, and writes the results of all attempts', async () => {
    const storage = bucket();
    const failed = await go(storage, {}, (first) => first === 4);
    expect(failed.outcome).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
    expect(failed.mapRun).toMatchObject({ status: 'FAILED', redriveCount: 0 });
    const before = outputs(storage);
    expect(written(storage, 'FAILED_0').length).toBeGreaterThan(0);

    const { outcome, calls, mapRun } = await go(storage, { past: failed.events, redrive: true });
    expect(outcome.status).toBe('SUCCEEDED');
    expect(mapRun).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1, mapRunArn: failed.mapRun?.mapRunArn });
    expect(calls.toSorted((a, b) => a - b)).toEqual([0, 2, 4, 6, 8].filter((first) => !before.includes(first)));
    expect(outputs(storage)).toEqual([0, 2, 4, 6, 8]);
    expect(written(storage, 'manifest')).toMatchObject({ ResultFiles: { FAILED: [], PENDING: [] } });
  });
});

describe('a Map Run beside a branch that fails', () => {
  const beside = machine({
    both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'fails', States: { fails: task() } },
        { StartAt: 'map', States: mapOf(task(), { Label: 'L', Items: [1, 2, 3], MaxConcurrency: 1 }, true).States },
      ],
      End: true,
    },
  });
  const failing: Work = ({ state, arguments: given }) => {
    if (state === 'fails') throw new Error('no');
    return given;
  };

  test('is stopped and says so, and a redrive goes on with it', async () => {
    const failed = await recordedRun(beside, {}, failing);
    const own = failed.events.filter(({ mapRun, line }) => mapRun === undefined && line === '3.1');
    expect(own.map(({ type }) => type)).toEqual([
      'MapStateEntered',
      'MapStateStarted',
      'MapRunStarted',
      'MapRunAborted',
      'MapStateAborted',
    ]);
    const { outcome, events } = await recordedRun(beside, {}, ({ arguments: given }) => given, {
      past: failed.events,
      redrive: true,
      from: 1_000_000,
      seed: 1,
    });
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: [{}, [1, 2, 3]] });
    expect(events.map(({ type }) => type)).toContain('MapRunRedriven');
  });

  test('comes to the same end after a restart at any moment', async () => {
    const failed = await recordedRun(beside, {}, failing);
    for (let kept = 1; kept < failed.events.length; kept += 1) {
      const past = failed.events.slice(0, kept);
      const { outcome } = await recordedRun(beside, {}, failing, { past, from: 1_000_000, seed: kept });
      expect(outcome).toEqual(failed.outcome);
    }
  });
});

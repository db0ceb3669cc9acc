import { describe, expect, test } from '@jest/globals';
import type { MapStrategy } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { flow, type Flow, type Tolerable } from '@flowmap/flow';
import { RESUME_FIELD } from '@flowmap/graph';
import { adaptive } from '@flowmap/map-adaptive';
import { batchArray } from '@flowmap/map-batch-array';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import type { InMemoryRun } from '@flowmap/testing';
import { inMemory, inMemoryStores } from '@flowmap/testing';

const BATCH = batch({ queue: 'jobs' });

interface Way {
  readonly strategy: MapStrategy;
  readonly onBatch?: boolean;
  readonly express?: true;
  /** Items of one task. */
  readonly size: number;
}

/** Beside what the contract suite does with each. */
const WAYS: { readonly [name: string]: Way } = {
  'distributed with EXPRESS children': {
    strategy: distributed({ batch: 4, children: 'EXPRESS' }),
    size: 4,
    express: true,
  },
  'distributed with a manifest': { strategy: distributed({ batch: 4, results: 'manifest' }), size: 4, onBatch: true },
  adaptive: { strategy: adaptive([{ upTo: 5, use: inline() }, { use: distributed({ batch: 4 }) }]), size: 1 },
  'array jobs': { strategy: batchArray(), size: 1, onBatch: true },
};

/** A flow over so many items, of which some fail; `join` tells what all of them gave. */
function wide(
  items: number,
  bad: (n: number) => boolean,
  more: { readonly tolerate?: Tolerable; readonly calls?: number[]; readonly express?: boolean } = {},
): Flow {
  const { tolerate, calls } = more;
  return flow({ name: 'wide' }, ({ step, foreach }) => {
    const start = step('start', () => ({ list: Array.from({ length: items }, (_, k) => k) }));
    const each = foreach('each', { items: start.out.list, ...(tolerate && { tolerate }) }, (n, s) =>
      s.step('work', { in: { n }, ...(more.express && { timeout: 60 }) }, ({ in: { n } }) => {
        calls?.push(n);
        if (bad(n)) throw Object.assign(new Error(`item ${n} is bad`), { name: 'BadItem' });
        return n * n;
      }),
    );
    return step('join', { in: { all: each.out } }, async ({ in: { all } }) => {
      const values: unknown[] = await all.toArray();
      return values.map((value) =>
        typeof value === 'object' && value !== null && 'error' in value
          ? (value.error as { message: string }).message
          : value,
      );
    });
  });
}

function optionsOf({ strategy, onBatch = false }: Way): Parameters<typeof inMemory>[1] {
  return { fallback: strategy, computes: { default: onBatch ? BATCH : lambda() } };
}

const resuming = { [RESUME_FIELD]: { run: 'first' } };

function started(run: InMemoryRun, step = 'each/work'): number {
  return run.invocations.filter((task) => task.step === step).length;
}

describe.each(Object.entries(WAYS))('%s', (_, way) => {
  const twice = async (
    items: number,
    bad: (n: number) => boolean,
    how: { readonly tolerate?: Tolerable; readonly stillBad?: (n: number) => boolean } = {},
  ): Promise<{ run: InMemoryRun; calls: number[]; fresh: () => Promise<InMemoryRun> }> => {
    const stores = inMemoryStores();
    const { tolerate, stillBad = () => false } = how;
    const express = way.express === true;
    const given = { ...(tolerate && { tolerate }), express };
    await inMemory(wide(items, bad, given), optionsOf(way)).run({ stores, run: 'first' });
    const calls: number[] = [];
    const again = wide(items, stillBad, { ...given, calls });
    const run = await inMemory(again, optionsOf(way)).run({ stores, run: 'second', params: resuming });
    const fresh = (): Promise<InMemoryRun> => inMemory(wide(items, stillBad, given), optionsOf(way)).run();
    return { run, calls, fresh };
  };

  test('starts what is left alone, and gives what a run of its own gives', async () => {
    const bad = new Set([0, 7, 8, 20, 29]);
    const { run, calls, fresh } = await twice(30, (n) => bad.has(n), { tolerate: { count: 30 } });
    expect(run.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(calls.toSorted((a, b) => a - b)).toEqual([...bad]);
    expect(started(run)).toBe(Math.ceil(bad.size / way.size));
    expect(await run.result()).toEqual(await (await fresh()).result());
  });

  test('starts all where nothing is finished, and none of no items', async () => {
    const { run, calls } = await twice(9, () => true);
    expect(calls).toHaveLength(9);
    expect(await run.result()).toEqual(Array.from({ length: 9 }, (_, n) => n * n));
    const empty = await twice(0, () => true);
    expect(await empty.run.result()).toEqual([]);
  });

  test('fails where more than a percentage of all items fail again', async () => {
    const bad = (n: number): boolean => n < 4;
    const { run } = await twice(8, bad, { tolerate: { percentage: 25 }, stillBad: bad });
    expect(run.outcome).toMatchObject({ status: 'FAILED' });
  });

  test('without tolerance goes on where the earlier run was stopped', async () => {
    const { run, calls, fresh } = await twice(24, (n) => n === 13);
    expect(run.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(calls).toContain(13);
    expect(started(run)).toBe(Math.ceil(calls.length / way.size));
    expect(await run.result()).toEqual(await (await fresh()).result());
  });
});

import { describe, expect, test } from '@jest/globals';
import { awaitEnd, trigger, watchRun } from '../../src/index.js';
import { adaptive } from '@flowmap/map-adaptive';
import { flow } from '@flowmap/flow';
import { distributed as distributedStrategy } from '@flowmap/map-distributed';
import { inline as inlineStrategy } from '@flowmap/map-inline';
import { inMemory } from '@flowmap/testing';
import { distributedMaps, type DistributedMap } from '../../src/operate/distributed-maps.js';
import { tokenBucket } from '../../src/operate/token-bucket.js';
import { distributed, ECHO, machine, WAIT } from './support/machines.js';
import { world } from './support/world.js';

const w = world();

const ODD_FAILS = {
  C: { Type: 'Choice', Choices: [{ Condition: '{% $states.input % 2 = 1 %}', Next: 'F' }], Default: 'P' },
  F: { Type: 'Fail', Error: 'Odd' },
  P: { Type: 'Pass', End: true },
};

const started = (params = {}) => trigger('flights', { params, runId: 'one' }, w);
const arnOfCall = (action: string) => w.account.calls.filter((call) => call.action === action);

describe('watchRun', () => {
  test('counts the items of each foreach that has Map Runs', async () => {
    const states = distributed('perChunk', [1, 2, 3, 4, 6], ODD_FAILS, { ToleratedFailureCount: 2 });
    await w.deploy('flights', machine({ perChunk: states }));
    const run = await started();
    await awaitEnd(w, run);
    const watch = watchRun(w, run, Date.now);
    const state = await watch.look();
    expect(state).toMatchObject({ status: 'SUCCEEDED', run: 'one' });
    const counts = { total: 5, pending: 0, running: 0, succeeded: 3, failed: 2, timedOut: 0, aborted: 0 };
    expect(state.foreachs).toEqual([
      {
        foreach: 'perChunk',
        mapRuns: 1,
        running: 0,
        counts,
        unseen: 0,
        started: expect.any(Number),
        stopped: expect.any(Number),
      },
    ]);
    // What has ended is not asked for again.
    await watch.look();
    expect(arnOfCall('DescribeMapRun')).toHaveLength(1);
    expect(arnOfCall('DescribeStateMachineForExecution')).toHaveLength(1);
  });

  test('sums the Map Runs of a foreach inside another', async () => {
    const inner = distributed('inner', [1, 2, 3], { P: { Type: 'Pass', End: true } });
    const outer = distributed('outer', [1, 2], { 'perShard/perDay': inner });
    await w.deploy('flights', machine({ perShard: outer }));
    const run = await started();
    await awaitEnd(w, run);
    const { foreachs } = await watchRun(w, run, Date.now).look();
    expect(
      foreachs.map(({ foreach, mapRuns, counts, unseen }) => [foreach, mapRuns, counts.succeeded, unseen]),
    ).toEqual([
      ['perShard', 1, 2, 0],
      ['perShard/perDay', 2, 6, 0],
    ]);
  });

  test('takes the Maps of one foreach together, and an outer one before those inside it', async () => {
    const all = (label: string, items: number[], more: object) =>
      distributed(label, items, { [`P${label}`]: { Type: 'Pass', End: true } }, more);
    const states = {
      'perShard/perDay@small': all('a', [1, 2], { End: undefined, Next: 'perShard@large' }),
      'perShard@large': all('b', [1], { End: undefined, Next: 'perShard/perDay@large' }),
      'perShard/perDay@large': all('c', [1, 2, 3], {}),
    };
    await w.deploy('flights', machine(states));
    const run = await started();
    await awaitEnd(w, run);
    const { foreachs } = await watchRun(w, run, Date.now).look();
    expect(foreachs.map(({ foreach, mapRuns, counts }) => [foreach, mapRuns, counts.total])).toEqual([
      ['perShard', 1, 1],
      ['perShard/perDay', 2, 5],
    ]);
  });

  test('says how many runs of a foreach it did not look into', async () => {
    const inner = distributed('inner', [1], { P: { Type: 'Pass', End: true } });
    const outer = distributed('outer', '{% [1..25] %}', { 'perShard/perDay': inner });
    await w.deploy('flights', machine({ perShard: outer }));
    const run = await started();
    await awaitEnd(w, run);
    const { foreachs } = await watchRun(w, run, Date.now).look();
    expect(foreachs[1]).toMatchObject({ foreach: 'perShard/perDay', mapRuns: 20, unseen: 5 });
  });

  test('shows what goes on, and asks nothing of Map Runs where there can be none', async () => {
    await w.deploy(
      'flights',
      machine({ perChunk: distributed('x', [1, 2], { W: { Type: 'Wait', Seconds: 10_000, End: true } }) }),
    );
    const run = await started();
    const watch = watchRun(w, run, Date.now);
    let state = await watch.look();
    while ((state.foreachs[0]?.counts.running ?? 0) < 2) state = await watch.look();
    expect(state).toMatchObject({
      status: 'RUNNING',
      foreachs: [{ foreach: 'perChunk', running: 1, counts: { total: 2 } }],
    });
    await w.deploy('plain', WAIT);
    const before = arnOfCall('ListMapRuns').length;
    const plain = await trigger('plain', { params: {} }, w);
    expect(await watchRun(w, plain, Date.now).look()).toMatchObject({ status: 'RUNNING', foreachs: [] });
    expect(arnOfCall('ListMapRuns')).toHaveLength(before);
  });

  test('asks no faster than one a second, after a few at once', async () => {
    await w.deploy(
      'flights',
      machine({ perChunk: distributed('x', [1], { W: { Type: 'Wait', Seconds: 10_000, End: true } }) }),
    );
    const run = await started();
    // Its Map Run is there a moment after it has begun; each watch has a pace of its own.
    while ((await watchRun(w, run, () => 0).look()).foreachs[0]?.mapRuns !== 1);
    const watch = watchRun(w, run, () => 0);
    for (let looked = 0; looked < 20; looked += 1) await watch.look();
    expect(w.waits).toEqual([]);
    await watch.look();
    // Once for the list, once for the Map Run.
    expect(w.waits.filter((waited) => waited === 1_000)).toHaveLength(2);
  });

  test('knows of no run that is not there', async () => {
    await w.deploy('flights', ECHO);
    const none = watchRun(w, { deployment: 'flights', run: 'none' }, Date.now);
    await expect(none.look()).rejects.toMatchObject({ code: 'NO_SUCH_RUN' });
  });
});

describe('tokenBucket', () => {
  test('lets a burst through, then one at a time, and fills again', async () => {
    let now = 0;
    const waits: number[] = [];
    const take = tokenBucket(
      { burst: 2, perSecond: 4 },
      () => now,
      async (ms) => void waits.push(ms),
    );
    for (let i = 0; i < 4; i += 1) await take();
    expect(waits).toEqual([250, 500]);
    now = 10_000;
    for (let i = 0; i < 2; i += 1) await take();
    expect(waits).toHaveLength(2);
  });
});

describe('distributedMaps', () => {
  test.each([
    ['distributed', distributedStrategy()],
    ['with a result that is read back', distributedStrategy({ results: 'manifest' })],
    ['adaptive', adaptive([{ upTo: 10, use: inlineStrategy() }, { use: distributedStrategy() }])],
  ])('names the foreachs of a compiled flow, %s', (_, fallback) => {
    const nested = flow({ name: 'nested' }, ({ step, foreach }) => {
      const start = step('start', () => ({ shards: [[1, 2], [3]] }));
      foreach('perShard', { items: start.out.shards }, (shard, s) => {
        const days = s.step('days', { in: { shard } }, ({ in: { shard } }) => shard);
        return s.foreach('perDay', { items: days.out }, (day, inner) =>
          inner.step('fit', { in: { day } }, (c) => c.in.day),
        );
      });
    });
    const { definition } = inMemory(nested, { fallback }).compiled;
    const names = (maps: readonly DistributedMap[]): string[] =>
      maps.flatMap(({ foreach, inner }) => [foreach, ...names(inner)]);
    const found = new Set(names(distributedMaps(JSON.stringify(definition))));
    expect([...found].sort()).toEqual(['perShard', 'perShard/perDay']);
  });

  test('finds them anywhere, names their foreach, and leaves out the one that reads a result', () => {
    const inline = (states: object) => ({
      Type: 'Map',
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, States: states },
    });
    const definition = {
      States: {
        'a@large': distributed('a-large', [], { 'a/b': distributed('label', [], { 'a/b/c': { Type: 'Pass' } }) }),
        'a.first': distributed('a-first', [], { x: { Type: 'Pass' } }),
        'a.first@large': distributed('other', [], { x: { Type: 'Pass' } }),
        p: { Type: 'Parallel', Branches: [{ States: { 'q/r': inline({ 'q/r/s': distributed('s', [], {}) }) } }] },
      },
    };
    expect(distributedMaps(JSON.stringify(definition))).toEqual([
      { label: 'a-large', foreach: 'a', inner: [{ label: 'label', foreach: 'a/b', inner: [] }] },
      { label: 's', foreach: 'q/r/s', inner: [] },
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { artifactsOf, type StoredOutcome, type TaskRecord } from '@flowmap/store';
import { memoryObjects } from '@flowmap/store/memory';
import { all, counting } from './counting.js';

const ADDRESS = 'flights/r1/perShard/fit/3.12';

const recordOf = (more: Partial<TaskRecord> = {}): TaskRecord => ({
  v: 1,
  address: ADDRESS,
  try: 0,
  started: '2026-03-01T12:00:00.000Z',
  ended: '2026-03-01T12:00:01.000Z',
  value: { text: '1' },
  ...more,
});

const failure = (data?: unknown): StoredOutcome & { readonly ok: false } => ({
  ok: false,
  error: { name: 'BadDay', message: 'no data', stack: 'at flights.ts:3:1', ...(data === undefined ? {} : { data }) },
});

describe('a record', () => {
  it('is committed once', async () => {
    const { store, puts } = counting(memoryObjects());
    const artifacts = artifactsOf(store, 'flights/r1');
    const record = recordOf({ facts: { perDay: 5 }, value: { key: 'flights/r1/_values/x', bytes: 5 } });
    expect(await artifacts.record(ADDRESS)).toBeUndefined();
    expect(await artifacts.commit(record)).toBe('written');
    expect(puts).toEqual([ADDRESS]);
    expect(await artifacts.commit(recordOf({ try: 1 }))).toBe('exists');
    expect(await artifacts.record(ADDRESS)).toEqual(record);
  });

  it('is committed by one of many attempts', async () => {
    const artifacts = artifactsOf(memoryObjects(), 'flights/r1');
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => artifacts.commit(recordOf({ try: at }))));
    expect(answers.filter((answer) => answer === 'written')).toHaveLength(1);
    expect((await artifacts.record(ADDRESS))?.try).toBe(answers.indexOf('written'));
  });

  it.each(['', '{"v":1', '{"v":2}', 'null', '[]'])('that reads %j is refused by name', async (text) => {
    const objects = memoryObjects();
    await objects.put(ADDRESS, Buffer.from(text));
    await expect(artifactsOf(objects, 'flights/r1').record(ADDRESS)).rejects.toMatchObject({
      code: 'ARTIFACT_CORRUPT',
      message: expect.stringContaining(ADDRESS),
    });
  });
});

describe('a pack', () => {
  const address = 'flights/r1/perChunk/summarise/100-199';

  it('has outcomes in item order, in one object and one read', async () => {
    const { store, gets, puts } = counting(memoryObjects());
    const artifacts = artifactsOf(store, 'flights/r1');
    const outcomes: StoredOutcome[] = Array.from({ length: 100 }, (_, i) =>
      i % 7 === 3 ? failure({ item: i, when: new Date(i) }) : { ok: true, value: { text: `"item ${i}"` } },
    );
    expect(await artifacts.pack(address)).toBeUndefined();
    expect(await artifacts.putPack(address, outcomes)).toBe('written');
    expect(await artifacts.putPack(address, [])).toBe('exists');
    gets.length = 0;
    expect(await artifacts.pack(address)).toEqual(outcomes);
    expect([gets, puts]).toEqual([[[address]], [address, address]]);
    await artifacts.putPack('flights/r1/none/0--1', []);
    expect(await artifacts.pack('flights/r1/none/0--1')).toEqual([]);
  });

  it('may be larger than a chunk', async () => {
    const artifacts = artifactsOf(memoryObjects(), 'flights/r1');
    const outcomes: StoredOutcome[] = Array.from({ length: 50 }, (_, i) => ({
      ok: true,
      value: { text: JSON.stringify(`${i}é`.repeat(10_000)) },
    }));
    await artifacts.putPack(address, outcomes);
    expect(await artifacts.pack(address)).toEqual(outcomes);
  });

  it('that is cut short or of another version is refused by name', async () => {
    const objects = memoryObjects();
    const artifacts = artifactsOf(objects, 'flights/r1');
    await artifacts.putPack(
      address,
      Array.from({ length: 3 }, () => failure()),
    );
    const whole = Buffer.from((await objects.get(address))!);
    const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1;
    const others = [
      whole.subarray(0, -5),
      whole.subarray(0, lastLine),
      Buffer.from('{"v":2,"count":0}\n'),
      Buffer.alloc(0),
    ];
    for (const body of others) {
      await objects.put(address, body);
      await expect(artifacts.pack(address)).rejects.toMatchObject({
        code: 'ARTIFACT_CORRUPT',
        message: expect.stringContaining(address),
      });
    }
  });
});

describe('a failure', () => {
  const address = 'flights/r1/perChunk/17';

  it('is left beside the records, and the last word counts', async () => {
    const objects = memoryObjects();
    const artifacts = artifactsOf(objects, 'flights/r1');
    expect(await artifacts.failure(address)).toBeUndefined();
    await artifacts.putFailure(address, failure());
    await artifacts.putFailure(address, failure(new Map([['day', 3n]])));
    expect(await artifacts.failure(address)).toEqual(failure(new Map([['day', 3n]])));
    expect((await all(objects.list(''))).map(({ key }) => key)).toEqual(['flights/r1/_failures/perChunk/17']);
  });

  it('is kept although its data cannot be', async () => {
    const artifacts = artifactsOf(memoryObjects(), 'flights/r1');
    await artifacts.putFailure(address, failure({ socket: process.stdin }));
    expect(await artifacts.failure(address)).toEqual(failure());
    await artifacts.putPack('flights/r1/p/0-0', [failure(() => 1)]);
    expect(await artifacts.pack('flights/r1/p/0-0')).toEqual([failure()]);
  });

  it('belongs to the run', async () => {
    const artifacts = artifactsOf(memoryObjects(), 'flights/r1');
    await expect(artifacts.failure('flights/r10/perChunk/17')).rejects.toMatchObject({ code: 'BUG' });
  });
});

import { describe, expect, test } from '@jest/globals';
import type { StoredOutcome } from '@flowmap/store';
import fc from 'fast-check';
import type { Batches, ItemRange } from '../../src/read/batches.js';
import { outcomesOf } from '../../src/read/outcomes.js';

const outcome = (item: number): StoredOutcome => ({ ok: true, value: { text: String(item) } });

interface Requests {
  lists: number;
  packs: number;
  singles: number;
}

/** Batches that are there; a number is an item that ran alone. */
function laidOut(count: number, parts: readonly (ItemRange | number)[]): { batches: Batches; requests: Requests } {
  const requests: Requests = { lists: 0, packs: 0, singles: 0 };
  const ranges = parts.filter((part): part is ItemRange => typeof part !== 'number');
  const alone = new Set(parts.filter((part) => typeof part === 'number'));
  const batches: Batches = {
    count,
    async *list(start) {
      requests.lists += 1;
      // In the order of a store: as text.
      const found = ranges.filter(({ from }) => start === undefined || from === start);
      yield* found.sort((a, b) => (`${a.from}-` < `${b.from}-` ? -1 : 1));
    },
    async pack(from, to) {
      requests.packs += 1;
      const found = ranges.some((range) => range.from === from && range.to === to);
      return found ? Array.from({ length: to - from }, (_, k) => outcome(from + k)) : undefined;
    },
    async single(item) {
      requests.singles += 1;
      return alone.has(item) ? outcome(item) : undefined;
    },
  };
  return { batches, requests };
}

async function read(batches: Batches, from = 0, to = batches.count): Promise<(string | undefined)[]> {
  const all: (string | undefined)[] = [];
  for await (const { from: at, outcomes } of outcomesOf(batches, from, to)) {
    expect(at).toBe(from + all.length);
    expect(outcomes.length).toBeGreaterThan(0);
    for (const one of outcomes) all.push(one?.ok && 'text' in one.value ? one.value.text : undefined);
  }
  return all;
}

const equal = (count: number, size: number): ItemRange[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, k) => ({ from: k * size, to: Math.min(count, (k + 1) * size) }));

test('many batches of many sizes cost one more LIST and one GET each, as a run leaves them that resumed another', async () => {
  const parts: ItemRange[] = [];
  for (let from = 0; from < 1_000;) {
    const to = Math.min(1_000, from + 1 + (from % 3));
    parts.push({ from, to });
    from = to;
  }
  const { batches, requests } = laidOut(1_000, parts);
  expect(await read(batches)).toEqual(Array.from({ length: 1_000 }, (_, k) => String(k)));
  expect(requests.lists).toBeLessThan(10);
  expect(requests.packs).toBeLessThan(parts.length + 10);
  expect(requests.singles).toBe(0);
});

describe('equal batches', () => {
  test('cost one LIST in all and one GET each', async () => {
    const { batches, requests } = laidOut(1050, equal(1050, 100));
    expect(await read(batches)).toEqual(Array.from({ length: 1050 }, (_, k) => String(k)));
    expect(requests).toEqual({ lists: 1, packs: 11, singles: 0 });
  });

  test('are read from the middle with one LIST more than their own', async () => {
    const { batches, requests } = laidOut(1050, equal(1050, 100));
    expect(await read(batches, 250, 410)).toEqual(Array.from({ length: 160 }, (_, k) => String(250 + k)));
    expect(requests).toEqual({ lists: 1, packs: 3, singles: 0 });
  });
});

describe('items that ran alone', () => {
  test('cost one LIST in all and one GET each', async () => {
    const { batches, requests } = laidOut(
      50,
      Array.from({ length: 50 }, (_, k) => k),
    );
    expect(await read(batches)).toEqual(Array.from({ length: 50 }, (_, k) => String(k)));
    expect(requests).toEqual({ lists: 1, packs: 0, singles: 50 });
  });
});

test('a lost batch is undefined, and the others are found', async () => {
  const parts = equal(350, 100).filter(({ from }) => from !== 0 && from !== 200);
  const { batches, requests } = laidOut(350, parts);
  const all = await read(batches);
  expect(all).toEqual(
    Array.from({ length: 350 }, (_, k) => (k < 100 || (k >= 200 && k < 300) ? undefined : String(k))),
  );
  expect(requests.lists).toBeLessThanOrEqual(2);
});

test('nothing at all is undefined throughout', async () => {
  const { batches } = laidOut(20, []);
  expect(await read(batches)).toEqual(Array.from({ length: 20 }, () => undefined));
});

test('any division into batches and single items, any of them lost, read from anywhere', async () => {
  const part = fc.record({ size: fc.integer({ min: 0, max: 5 }), lost: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 12 }), fc.nat(60), fc.nat(60), async (sizes, a, b) => {
      const parts: (ItemRange | number)[] = [];
      const expected: (string | undefined)[] = [];
      let at = 0;
      for (const { size, lost } of sizes) {
        const to = at + Math.max(1, size);
        if (!lost) parts.push(size === 0 ? at : { from: at, to });
        for (let item = at; item < to; item++) expected.push(lost ? undefined : String(item));
        at = to;
      }
      const from = Math.min(a, b, at);
      const to = Math.min(Math.max(a, b), at);
      const { batches } = laidOut(at, parts);
      expect(await read(batches, from, to)).toEqual(expected.slice(from, to));
    }),
    { numRuns: 300 },
  );
});

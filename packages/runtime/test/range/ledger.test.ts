import { expect, test } from '@jest/globals';
import type { StoredOutcome } from '@flowmap/store';
import fc from 'fast-check';
import { rangeLedger } from '../../src/range/ledger.js';

const outcome = (text: string): StoredOutcome => ({ ok: true, value: { text } });

test('parts and gaps together are the range, whatever the order in which items end', () => {
  fc.assert(
    fc.property(fc.nat(5), fc.integer({ min: 1, max: 20 }), fc.array(fc.nat(30)), (from, size, ended) => {
      const to = from + size;
      const ledger = rangeLedger([{ from, to }]);
      for (const item of ended) ledger.enter(item, outcome(`${item}`));
      const gaps = ledger.gaps();
      const parts = ledger.takeUnsaved();
      const covered = [
        ...gaps.flatMap((gap) => Array.from({ length: gap.to - gap.from }, (_, k) => gap.from + k)),
        ...parts.flatMap((part) => part.outcomes.map((_, k) => part.from + k)),
      ].sort((a, b) => a - b);
      expect(covered).toEqual(Array.from({ length: size }, (_, k) => from + k));
      for (const part of parts) {
        expect(part.outcomes).toEqual(part.outcomes.map((_, k) => outcome(`${part.from + k}`)));
      }
      // Neighbours are one part.
      for (const [k, part] of parts.slice(1).entries()) {
        expect(part.from).toBeGreaterThan((parts[k]?.from ?? 0) + (parts[k]?.outcomes.length ?? 0));
      }
      expect(ledger.takeUnsaved()).toEqual([]);
      expect(ledger.complete() !== undefined).toBe(gaps.length === 0);
    }),
  );
});

test('what is stored already is not unsaved, and the first word on an item is the last', () => {
  const ledger = rangeLedger([{ from: 0, to: 3 }]);
  ledger.fill(1, outcome('stored'));
  ledger.enter(1, outcome('again'));
  ledger.enter(0, outcome('new'));
  expect(ledger.entered).toBe(1);
  expect(ledger.unsaved).toBe(3);
  expect(ledger.takeUnsaved()).toEqual([{ from: 0, outcomes: [outcome('new')] }]);
  expect(ledger.unsaved).toBe(0);
  ledger.enter(2, outcome('last'));
  const outcomes = [outcome('new'), outcome('stored'), outcome('last')];
  expect(ledger.complete()).toEqual([{ from: 0, outcomes }]);
});

test('items that lie apart are complete when each stretch of them is, and what lies between them is no gap', () => {
  const ledger = rangeLedger([
    { from: 1, to: 3 },
    { from: 7, to: 8 },
  ]);
  ledger.fill(5, outcome('not of them'));
  ledger.enter(2, outcome('2'));
  expect(ledger.gaps()).toEqual([
    { from: 1, to: 2 },
    { from: 7, to: 8 },
  ]);
  ledger.enter(7, outcome('7'));
  expect(ledger.complete()).toBeUndefined();
  ledger.enter(1, outcome('1'));
  expect(ledger.complete()).toEqual([
    { from: 1, outcomes: [outcome('1'), outcome('2')] },
    { from: 7, outcomes: [outcome('7')] },
  ]);
});

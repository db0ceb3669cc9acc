import { describe, expect, jest, test } from '@jest/globals';
import type { MapStrategy } from '@flowmap/asl';
import { inline } from '@flowmap/map-inline';
import { describeMapStrategy } from '@flowmap/testing';
import { FAILURE_FAULTS } from './broken/failures.js';
import { LIST_FAULTS } from './broken/lists.js';
import { SCOPE_FAULTS } from './broken/scopes.js';

jest.setTimeout(60_000);

const BROKEN = [...LIST_FAULTS, ...SCOPE_FAULTS, ...FAILURE_FAULTS];

/** Runs the checks of the suite whose names match. */
async function checked(
  strategy: MapStrategy,
  which: RegExp,
): Promise<{ readonly seen: readonly string[]; readonly broken: readonly string[] }> {
  const checks: { readonly name: string; readonly run: () => Promise<void> }[] = [];
  describeMapStrategy(strategy, { describe: (_, body) => body(), it: (name, run) => checks.push({ name, run }) });
  const chosen = checks.filter((check) => which.test(check.name));
  const broken: string[] = [];
  for (const { name, run } of chosen) await run().catch(() => broken.push(name));
  return { seen: chosen.map(({ name }) => name), broken };
}

describe('the contract suite sees a strategy that', () => {
  test.each(BROKEN)('$how', async ({ whole, fault, seen }) => {
    const { seen: named, broken } = await checked(fault(whole), seen);
    expect(named).not.toEqual([]);
    expect(broken).toEqual(named);
  });

  test.each(BROKEN)('(and not one that does not: $how)', async ({ whole, seen }) => {
    expect((await checked(whole, seen)).broken).toEqual([]);
  });
});

test('a strategy without an estimate keeps the contract, and is told that a forecast does not know it', async () => {
  const { estimate: _, ...silent } = inline();
  expect(await checked(silent, /estimate|forecast/)).toEqual({
    seen: ['it has no estimate, and a forecast says so'],
    broken: [],
  });
});

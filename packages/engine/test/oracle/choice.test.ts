import { describe, expect, test } from '@jest/globals';
import { run } from '../../src/index.js';
import { ports } from '../ports.js';
import { hasOracle, recordedTables } from './cases.js';

if (!hasOracle) {
  test.skip('The recordings of the service are not on this machine (../shared/oracle): they are skipped', () =>
    undefined);
} else {
  const tables = recordedTables();

  describe('comparisons recorded from the service', () => {
    test('there are some', () => expect(tables.length).toBeGreaterThan(20));

    test.each(tables.map(({ name, rows }) => [name, rows] as const))('%s', async (_name, rows) => {
      for (const { definition, input, expect: ending } of rows) {
        const outcome = await run(
          definition,
          input,
          ports(() => null),
        );
        expect({ input, outcome }).toEqual({ input, outcome: ending });
      }
    });
  });
}

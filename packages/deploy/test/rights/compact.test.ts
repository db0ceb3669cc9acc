import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { PolicyStatement } from '@flowmap/asl';
import { compact, missingRights } from '../../src/index.js';
import { covers, overlaps } from '../../src/rights/pattern.js';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 6 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '?'), maxLength: 6 });

/** What IAM says, by a regular expression. */
const matches = (wild: string, plain: string): boolean =>
  new RegExp(`^${wild.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su').test(plain);

test('a pattern covers a plain text exactly when it matches', () => {
  fc.assert(
    fc.property(pattern, text, (wild, plain) => {
      expect(covers(wild, plain)).toBe(matches(wild, plain));
      expect(overlaps(wild, plain)).toBe(matches(wild, plain));
    }),
  );
});

test('what covers a pattern matches all that it matches, and what overlaps it something of it', () => {
  fc.assert(
    fc.property(pattern, pattern, text, (one, other, plain) => {
      if (covers(one, other) && matches(other, plain)) expect(matches(one, plain)).toBe(true);
      if (matches(one, plain) && matches(other, plain)) expect(overlaps(one, other)).toBe(true);
      expect(overlaps(one, other)).toBe(overlaps(other, one));
    }),
    { numRuns: 500 },
  );
});

const statement: fc.Arbitrary<PolicyStatement> = fc.record(
  {
    Action: fc.array(fc.constantFrom('s3:GetObject', 's3:PutObject', 'kms:Decrypt'), { minLength: 1, maxLength: 3 }),
    Resource: fc.array(fc.constantFrom('a', 'a/*', 'a/b', 'b', '*', 'a/b/*'), { minLength: 1, maxLength: 3 }),
    Condition: fc.constantFrom({ StringEquals: { k: 'v' } }, { Null: { k: 'true' } }),
  },
  { requiredKeys: ['Action', 'Resource'] },
);
const granted = (statements: readonly PolicyStatement[]) => [
  { Statement: statements.map((right) => ({ Effect: 'Allow', ...right })) },
];

test('compacting neither loses nor widens a right', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 6 }), (statements) => {
      const compacted = compact(statements);
      expect(missingRights(statements, granted(compacted))).toEqual([]);
      expect(missingRights(compacted, granted(statements))).toEqual([]);
      expect(compacted.length).toBeLessThanOrEqual(statements.length);
      expect(compact(compacted)).toEqual(compacted);
    }),
    { numRuns: 1_000 },
  );
});

test('statements of the same resources become one, and what another covers goes', () => {
  expect(
    compact([
      { Action: ['s3:PutObject'], Resource: ['b/x/*', 'b/x/y'] },
      { Action: ['s3:GetObject'], Resource: ['b/x/*'] },
      { Action: ['s3:GetObject'], Resource: ['b/x/z'] },
    ]),
  ).toEqual([{ Action: ['s3:GetObject', 's3:PutObject'], Resource: ['b/x/*'] }]);
});

import { isDeepStrictEqual } from 'node:util';
import { describe, it, jest } from '@jest/globals';
import { decode, encode } from '@flowmap/store';
import fc from 'fast-check';

// Hundreds of cases each, on a machine that may be busy.
jest.setTimeout(30_000);

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
  fc.uint8Array(),
  fc.float64Array(),
  fc.constantFrom(null, undefined, -0, NaN),
);

const key = fc.string({ unit: 'binary' }).filter((name) => name !== '__proto__');

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.sparseArray(tie('value'), { maxLength: 20 }),
    fc.dictionary(key, tie('value'), { noNullPrototype: false, maxKeys: 5 }),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie('value'), { maxLength: 5 }).map((items) => new Set(items)),
  ),
}));

describe('the codec', () => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(value, (given) => isDeepStrictEqual(decode(encode(given, 'out')), given)),
      { numRuns: 200 },
    );
  });

  it('gives back plain JSON by way of JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        const text = encode(given, 'out');
        return isDeepStrictEqual(decode(text), given) && (text === JSON.stringify(given) || text.startsWith('!1'));
      }),
      { numRuns: 200 },
    );
  });

  it('writes a text without line breaks, the same each time', () => {
    fc.assert(
      fc.property(value, (given) => {
        const text = encode(given, 'out');
        return !text.includes('\n') && text === encode(given, 'out');
      }),
      { numRuns: 50 },
    );
  });
});

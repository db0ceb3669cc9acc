import { describe, expect, it } from '@jest/globals';
import { checkKey, compareKeys } from '@flowmap/store';
import fc from 'fast-check';

describe('compareKeys', () => {
  it('orders as the bytes of UTF-8 do', () => {
    const key = fc.string({
      unit: fc.constantFrom('a', 'b', 'é', '\ud7ff', '\ue000', '\uffee', '\u{10000}', '\u{10ffff}'),
    });
    fc.assert(
      fc.property(key, key, (a, b) => Math.sign(compareKeys(a, b)) === Buffer.compare(Buffer.from(a), Buffer.from(b))),
      { numRuns: 1000 },
    );
  });
});

describe('checkKey', () => {
  it('says what is wrong', () => {
    expect(() => checkKey('a/../b')).toThrow('"a/../b" is no key of an object: a part of it is `.` or `..`');
    expect(() => checkKey('é'.repeat(513))).toThrow('more than 1024 bytes');
  });

  it('lets a prefix end anywhere', () => {
    for (const prefix of ['', 'a', 'a/', 'a/.', 'a/b/..']) checkKey(prefix, 'prefix');
    expect(() => checkKey('../a', 'prefix')).toThrow('no prefix');
  });
});

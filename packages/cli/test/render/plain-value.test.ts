import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { plain, toJson } from '../../src/render/plain-value.js';

/** A collection as the runtime gives it. */
const collection = (items: readonly unknown[]) => {
  let read = 0;
  return {
    count: items.length,
    get read() {
      return read;
    },
    async *[Symbol.asyncIterator]() {
      for (const item of items) {
        read += 1;
        yield item;
      }
    },
  };
};

describe('plain', () => {
  it('reads collections inside collections, settled values too', async () => {
    const inner = collection([1, 2]);
    expect(
      await plain(collection([inner, { ok: true, value: collection([3]) }, { ok: false, error: { name: 'E' } }]), 10),
    ).toEqual([[1, 2], { ok: true, value: [3] }, { ok: false, error: { name: 'E' } }]);
  });

  it('reads collections in objects, and leaves alone what holds none', async () => {
    const value = { deep: { rows: collection([1, 2]) }, at: new Date(0) };
    expect(await plain(value, 10)).toEqual({ deep: { rows: [1, 2] }, at: new Date(0) });
    const circle: { me?: unknown } = {};
    circle.me = circle;
    expect(await plain(circle, 10)).toBe(circle);
  });

  it('says how many are left out, and reads no more than it shows', async () => {
    const wide = collection(Array.from({ length: 1000 }, (_, i) => i));
    expect(inspect(await plain(wide, 3))).toBe('[ 0, 1, 2, ... 997 more ]');
    expect(wide.read).toBeLessThanOrEqual(4);
  });
});

describe('toJson', () => {
  it.each([
    [undefined, null],
    [Number.NaN, 'NaN'],
    [10n, '10'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), null],
    [new Map([['a', new Set([1])]]), [['a', [1]]]],
    [new Uint8Array([1, 2, 3]), 'AQID'],
    [Buffer.from('abc'), 'YWJj'],
    [new Uint8Array([0, 1, 2, 3]).subarray(1), 'AQID'],
    [new Uint8Array([1, 2, 3]).buffer, 'AQID'],
    [{ a: undefined, b: [undefined, 1] }, { b: [null, 1] }],
    [/x/u, '/x/u'],
  ])('writes %p', (value, json) => {
    expect(toJson(value)).toEqual(json);
  });
});

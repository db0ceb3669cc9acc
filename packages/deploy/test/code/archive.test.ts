import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { gzipOf, zipOf } from '../../src/code/archive.js';

describe('zipOf', () => {
  test('gives the same bytes in whatever order the files come, and all of their contents', () => {
    const file = fc.tuple(fc.stringMatching(/^[a-z]{1,8}\.mjs$/), fc.uint8Array({ maxLength: 200 }));
    const files = fc.uniqueArray(file, { selector: ([name]) => name, maxLength: 5 });
    fc.assert(
      fc.property(files, (all) => {
        const zip = zipOf(new Map(all));
        expect(Buffer.compare(zip, zipOf(new Map([...all].reverse())))).toBe(0);
        expect(unzipSync(zip)).toEqual(Object.fromEntries(all.map(([name, bytes]) => [name, new Uint8Array(bytes)])));
      }),
    );
  });

  test('tells neither the time nor a mode of the machine', () => {
    const zip = Buffer.from(zipOf(new Map([['a.mjs', Buffer.from('a')]])));
    const central = zip.indexOf(Buffer.from('PK\u0001\u0002'));
    // 1 January 1980, 00:00.
    expect(zip.readUInt32LE(central + 12)).toBe(0x00210000);
    expect((zip.readUInt32LE(central + 38) >>> 16).toString(8)).toBe('100644');
  });
});

test('gzipOf tells no time', () => {
  const bytes = Buffer.from(gzipOf('text'));
  expect(bytes.readUInt32LE(4)).toBe(0);
  expect(gunzipSync(bytes).toString()).toBe('text');
});

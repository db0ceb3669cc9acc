import { describe, expect, test } from '@jest/globals';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { codeHash, type CodeParts } from '../../src/index.js';

const parts: CodeParts = {
  flow: { code: 'code', map: 'map' },
  entries: { lambda: 'l', container: 'c', loader: 'o' },
  computes: [lambda()],
  version: '1.0.0',
};

describe('codeHash', () => {
  test('is 16 hexadecimal digits that change with each part', () => {
    const all: readonly CodeParts[] = [
      parts,
      { ...parts, flow: { ...parts.flow, code: 'other' } },
      { ...parts, flow: { ...parts.flow, map: 'other' } },
      { ...parts, flow: { code: 'codem', map: 'ap' } },
      { ...parts, entries: { ...parts.entries, lambda: 'x' } },
      { ...parts, entries: { ...parts.entries, container: 'x' } },
      { ...parts, entries: { ...parts.entries, loader: 'x' } },
      { ...parts, computes: [lambda({ runtime: 'nodejs24.x' })] },
      { ...parts, computes: [lambda({ environment: { A: '1' } })] },
      { ...parts, computes: [lambda(), batch({ queue: 'q' })] },
      { ...parts, version: '1.0.1' },
      { ...parts, configuration: { FLOWMAP_BUCKET: 'b' } },
    ];
    const hashes = all.map(codeHash);
    expect(new Set(hashes).size).toBe(all.length);
    expect(hashes.every((hash) => /^[0-9a-f]{16}$/.test(hash))).toBe(true);
  });

  test('does not change with the order of computes and properties, nor with a compute that is there twice', () => {
    const one = lambda({ environment: { A: '1', B: '2' } });
    const other = lambda({ environment: { B: '2', A: '1' } });
    const computes = [one, batch({ queue: 'q' })];
    const hash = codeHash({ ...parts, computes });
    expect(codeHash({ ...parts, computes: [batch({ queue: 'q' }), other] })).toBe(hash);
    expect(codeHash({ ...parts, computes: [...computes, other] })).toBe(hash);
  });
});

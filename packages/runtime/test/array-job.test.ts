import { describe, expect, test } from '@jest/globals';
import type { Invocation } from '@flowmap/graph';
import { runArrayJob } from '../src/array-job.js';

const invocation: Invocation = { v: 1, step: 'each/x', run: 'r', i: '3', try: 0, from: 100, to: 1_100, array: true };

describe('runArrayJob', () => {
  test('runs every child at its item, so many at once, whatever becomes of the others', async () => {
    const seen = new Set<string>();
    let running = 0;
    let most = 0;
    const failed = await runArrayJob({ invocation, size: 1_000, attempts: 1 }, async (child) => {
      expect(child).toMatchObject({ array: true, try: 0, step: 'each/x' });
      expect(child).not.toHaveProperty('from');
      expect(child).not.toHaveProperty('to');
      seen.add(child.i);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return Number(child.i.split('.')[1]) % 10 === 0 ? 'failed' : 'done';
    });
    expect(failed).toBe(100);
    expect(seen).toEqual(new Set(Array.from({ length: 1_000 }, (_, k) => `3.${100 + k}`)));
    expect(most).toBe(256);
  });

  test('starts a child again that died, and none that failed', async () => {
    const attempts: (readonly [item: string, attempt: number, again: boolean])[] = [];
    const failed = await runArrayJob({ invocation, size: 3, attempts: 3 }, (child, again) => {
      attempts.push([child.i, child.try, again]);
      if (child.i === '3.100') return Promise.resolve('died');
      if (child.i === '3.101') return Promise.resolve('failed');
      return Promise.resolve(child.try === 0 ? 'died' : 'done');
    });
    expect(failed).toBe(2);
    expect(attempts.filter(([item]) => item === '3.100')).toEqual([
      ['3.100', 0, true],
      ['3.100', 1, true],
      ['3.100', 2, false],
    ]);
    expect(attempts.filter(([item]) => item === '3.101')).toHaveLength(1);
    expect(attempts.filter(([item]) => item === '3.102')).toHaveLength(2);
  });

  test('ends at once where a child rejects', async () => {
    let begun = 0;
    const run = runArrayJob({ invocation, size: 1_000, attempts: 1 }, () => {
      begun += 1;
      return begun === 1 ? Promise.reject(new Error('stopped')) : new Promise(() => undefined);
    });
    await expect(run).rejects.toThrow('stopped');
    expect(begun).toBeLessThanOrEqual(256);
  });
});

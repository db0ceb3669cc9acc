import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lockFolder } from '../../src/api/persistence/folder-lock.js';
import { openRecords } from '../../src/api/persistence/records.js';
import { pageOf } from '../../src/api/protocol/page.js';
import { newFolder } from './support/server.js';

describe('records', () => {
  test('are what was last said of each key, however often the file is opened', async () => {
    const changes = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.option(fc.string(), { nil: undefined })), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { maxLength: 3 }), async (sessions) => {
        const file = join(newFolder(), 'records.jsonl');
        const expected = new Map<string, string>();
        for (const session of sessions) {
          const records = await openRecords<string>(file);
          expect(new Map(records.entries())).toEqual(expected);
          for (const [key, value] of session) {
            if (value === undefined) await records.delete(key);
            else await records.set(key, value);
            if (value === undefined) expected.delete(key);
            else expected.set(key, value);
            expect(records.get(key)).toBe(value);
          }
          await records.close();
        }
      }),
      { numRuns: 30 },
    );
  });

  test('are written anew when most lines do not count any more', async () => {
    const file = join(newFolder(), 'records.jsonl');
    const records = await openRecords<number>(file);
    for (let i = 0; i <= 1000; i += 1) void records.set(`${i % 3}`, i);
    await records.close();
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(1002);
    const again = await openRecords<number>(file);
    expect([...again.values()].sort()).toEqual([1000, 998, 999]);
    await again.close();
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
  });

  test('that cannot be written are not there', async () => {
    const file = join(newFolder(), 'records.jsonl');
    const records = await openRecords<number>(file);
    await records.set('a', 1);
    await records.close();
    // The file is closed, as a stand-in for a disk that takes nothing.
    await expect(records.set('a', 2)).rejects.toMatchObject({ code: 'RECORDS_NOT_WRITTEN' });
    await expect(records.set('b', 2)).rejects.toMatchObject({ code: 'RECORDS_NOT_WRITTEN' });
    expect([...records.entries()]).toEqual([['a', 1]]);
  });
});

describe('the lock of a folder', () => {
  test('is taken over from a process that has ended', async () => {
    const file = join(newFolder(), 'api', 'lock');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    mkdirSync(join(file, '..'));
    for (const left of [`${pid}\n`, `${process.pid}\n`, 'nonsense']) {
      writeFileSync(file, left);
      const lock = await lockFolder(file);
      expect(readFileSync(file, 'utf8')).toBe(`${process.pid}\n`);
      await lock.release();
      expect(existsSync(file)).toBe(false);
    }
  });

  test('is respected while its process runs', async () => {
    const file = join(newFolder(), 'lock');
    writeFileSync(file, `${process.ppid}\n`);
    await expect(lockFolder(file)).rejects.toMatchObject({
      code: 'FOLDER_IN_USE',
      message: expect.stringContaining(`the process ${process.ppid} serves`) as unknown,
    });
    rmSync(file);
  });
});

test('pages give each item that stays exactly once, in order', () => {
  const key = fc.integer({ min: 0, max: 50 }).map((n) => String(n).padStart(2, '0'));
  fc.assert(
    fc.property(fc.uniqueArray(key), fc.uniqueArray(key), fc.integer({ min: 1, max: 5 }), (stay, leave, maxResults) => {
      const kept = stay.filter((one) => !leave.includes(one)).sort();
      const all = [...new Set([...stay, ...leave])].sort();
      const seen: string[] = [];
      let nextToken: string | undefined;
      for (let page = 0; ; page += 1) {
        // Whatever leaves is gone after the first page.
        const list = page === 0 ? all : kept;
        const { items, rest } = pageOf(
          list,
          { maxResults, ...(nextToken !== undefined && { nextToken }) },
          ['x'],
          (one) => one,
        );
        seen.push(...items);
        nextToken = rest.nextToken;
        if (nextToken === undefined) break;
      }
      expect(seen.filter((one) => kept.includes(one))).toEqual(kept);
    }),
  );
});

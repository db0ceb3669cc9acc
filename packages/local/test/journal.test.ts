import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openJournal, type JournalFile } from '../src/journal.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowmap-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('openJournal', () => {
  it('keeps every line in order, adding to what is there', async () => {
    const file = join(folder, 'a/b/history.jsonl');
    for (const round of [0, 1]) {
      const journal = await openJournal(file);
      for (let i = 0; i < 1000; i += 1) void journal.append({ id: round * 1000 + i });
      await journal.close();
    }
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual(
      Array.from({ length: 2000 }, (_, i) => i),
    );
  });

  it('holds a writer back that is faster than the disk', async () => {
    const journal = await openJournal(join(folder, 'history.jsonl'));
    const entry = { text: 'x'.repeat(100_000) };
    const first = journal.append(entry);
    const held = Array.from({ length: 20 }, () => journal.append(entry)).filter((wait) => wait !== undefined);
    expect(first).toBeUndefined();
    expect(held.length).toBeGreaterThan(0);
    await Promise.all(held);
    await journal.close();
  });

  it('names a file that cannot be opened', async () => {
    const file = join(folder, 'history.jsonl');
    await (await openJournal(file)).close();
    await expect(openJournal(join(file, 'below'))).rejects.toMatchObject({
      code: 'JOURNAL_NOT_WRITTEN',
      message: expect.stringContaining(file),
    });
  });

  it('tells of a write that failed, once, and writes nothing after it', async () => {
    const written: string[] = [];
    const full = (): JournalFile => ({
      async appendFile(text) {
        if (written.length > 0) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
        written.push(text);
      },
      read: () => Promise.resolve({ bytesRead: 0 }),
      stat: () => Promise.resolve({ size: 0 }),
      truncate: () => Promise.resolve(),
      datasync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
    const failures: unknown[] = [];
    const file = join(folder, 'history.jsonl');
    const journal = await openJournal(file, {
      openFile: () => Promise.resolve(full()),
      onFailure: (error) => failures.push(error),
    });
    void journal.append({ id: 1 });
    await journal.flush();
    void journal.append({ id: 2 });
    void journal.append({ id: 3 });
    const expected = { code: 'JOURNAL_NOT_WRITTEN', message: expect.stringMatching(`${file}: ENOSPC`) };
    await expect(journal.flush()).rejects.toMatchObject(expected);
    await expect(journal.append({ id: 4 })).rejects.toMatchObject(expected);
    await expect(journal.close()).rejects.toMatchObject(expected);
    expect(written).toEqual(['{"id":1}\n']);
    expect(failures).toEqual([expect.objectContaining(expected)]);
  });
});

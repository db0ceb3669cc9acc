import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type JournalEntry, openJournal } from '../../src/account/kept/journal.js';
import { newFolder } from './support/server.js';

const entry = (number: number): JournalEntry => ({
  number,
  at: 1_700_000_000_000 + number,
  ids: number * 2,
  service: 'iam',
  action: 'CreateRole',
  input: { RoleName: `r${number}` },
  loose: true,
});

test('keeps entries in the order of their calls', async () => {
  const file = join(newFolder(), 'deep', 'calls.jsonl');
  const journal = await openJournal(file);
  expect(journal.entries).toEqual([]);
  await Promise.all([1, 2, 3].map((number) => journal.append(entry(number))));
  await journal.close();
  const again = await openJournal(file);
  expect(again.entries).toEqual([entry(1), entry(2), entry(3)]);
  await again.append(entry(4));
  await again.close();
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(4);
});

test('drops a last line that was cut off, and goes on behind the one before', async () => {
  const file = join(newFolder(), 'calls.jsonl');
  writeFileSync(file, `${JSON.stringify(entry(1))}\n{"number":2,"at":17`);
  const journal = await openJournal(file);
  expect(journal.entries).toEqual([entry(1)]);
  await journal.append(entry(2));
  await journal.close();
  expect(await openJournal(file)).toMatchObject({ entries: [entry(1), entry(2)] });
});

test('names a line that is broken', async () => {
  const file = join(newFolder(), 'calls.jsonl');
  writeFileSync(file, `${JSON.stringify(entry(1))}\nbroken\n${JSON.stringify(entry(3))}\n`);
  await expect(openJournal(file)).rejects.toMatchObject({
    code: 'JOURNAL_DAMAGED',
    message: `line 2 of ${file} cannot be read`,
  });
});

test('is written anew with what is still wanted', async () => {
  const file = join(newFolder(), 'calls.jsonl');
  const journal = await openJournal(file);
  for (const number of [1, 2, 3]) await journal.append(entry(number));
  await journal.rewrite([entry(2)]);
  await journal.append(entry(4));
  await journal.close();
  const again = await openJournal(file);
  expect(again.entries).toEqual([entry(2), entry(4)]);
  await again.close();
  appendFileSync(file, 'x');
  expect((await openJournal(file)).entries).toHaveLength(2);
});

test('says that it cannot be written', async () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'file'), '');
  await expect(openJournal(join(folder, 'file', 'calls.jsonl'))).rejects.toMatchObject({
    code: 'JOURNAL_NOT_WRITTEN',
    hint: 'Free some space or choose another folder.',
  });
});

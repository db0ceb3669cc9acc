import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { run, type HistoryEvent } from '@flowmap/engine';
import { openJournal } from '../src/journal.js';
import { endOfLastLine, wholeLines } from '../src/journal-lines.js';
import { readJournal } from '../src/read-journal.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowmap-'));
  file = join(folder, 'history.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const event = (id: number, more: Partial<HistoryEvent> = {}): HistoryEvent => ({
  id,
  previousEventId: id - 1,
  type: id === 1 ? 'ExecutionStarted' : 'PassStateEntered',
  timestamp: 1000 + id,
  execution: 'arn:one',
  ...more,
});
const text = (events: readonly object[]): string => events.map((one) => `${JSON.stringify(one)}\n`).join('');
const all = async <T>(values: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
};

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('wholeLines', () => {
  it('gives the same lines however the bytes come, and none that is not whole', async () => {
    const lineOf = fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(lineOf), lineOf, fc.integer({ min: 1, max: 9 }), async (lines, rest, size) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join('') + rest);
        const found = await all(wholeLines(inPieces(bytes, size)));
        expect(found.map(String)).toEqual(lines);
      }),
    );
  });
});

describe('endOfLastLine', () => {
  it.each([
    ['nothing', '', 0],
    ['one line', 'abc\n', 4],
    ['a line and a half', 'abc\nde', 4],
    ['half a line', 'abc', 0],
    ['half a line longer than a piece', `abc\n${'d'.repeat(200_000)}`, 4],
    ['a line feed where two pieces meet', `${'d'.repeat(99)}\n${'d'.repeat(64 * 1024)}`, 100],
  ])('finds it in %s', async (_, content, end) => {
    const bytes = Buffer.from(content);
    const read = async (buffer: Uint8Array, offset: number, length: number, position: number) => {
      const bytesRead = bytes.copy(buffer, offset, position, position + length);
      return { bytesRead };
    };
    expect(await endOfLastLine({ read }, bytes.length)).toBe(end);
  });
});

describe('readJournal', () => {
  it('reads what was written, also characters that other readers take for the end of a line', async () => {
    const events = [event(1, { details: { input: 'a\u2028b\r\n\u{1f600}' } }), event(2), event(3)];
    const journal = await openJournal(file);
    for (const one of events) void journal.append(one);
    await journal.close();
    expect(await all(readJournal(file))).toEqual(events);
  });

  it('is empty where there is no file, and where there is half a line', async () => {
    expect(await all(readJournal(file))).toEqual([]);
    await writeFile(file, text([event(1)]).slice(0, -1));
    expect(await all(readJournal(file))).toEqual([]);
  });

  it.each([
    ['no JSON', '{"id":2,', 'line 2 is no JSON'],
    ['no event', '{"id":2}', 'line 2 is no event'],
    ['nothing', '', 'line 2 is no JSON'],
    ['no text', Buffer.from([0x22, 0xff, 0x22]), 'line 2 is no JSON'],
    ['zeros, as a power cut may leave them', Buffer.alloc(20), 'line 2 is no JSON'],
  ])('names the line that is %s, and changes nothing', async (_, damage, message) => {
    const content = Buffer.concat([
      Buffer.from(text([event(1)])),
      Buffer.from(damage),
      Buffer.from(`\n${text([event(3)])}`),
    ]);
    await writeFile(file, content);
    await expect(all(readJournal(file))).rejects.toMatchObject({
      code: 'JOURNAL_DAMAGED',
      message: expect.stringMatching(`${file}.*${message}`),
    });
    expect(await readFile(file)).toEqual(content);
  });

  it('names a file that cannot be read', async () => {
    await expect(all(readJournal(folder))).rejects.toMatchObject({
      code: 'JOURNAL_NOT_READ',
      message: expect.stringContaining(folder),
    });
  });

  const goOn = async (StartAt: string) => {
    const past = readJournal(file);
    try {
      await run({ StartAt, QueryLanguage: 'JSONata', States: { [StartAt]: { Type: 'Succeed' } } }, {}, {}, { past });
    } catch (error) {
      throw past.fault(error);
    }
  };

  it('names the line of an event that does not follow', async () => {
    await writeFile(file, text([event(1), event(3)]));
    await expect(goOn('A')).rejects.toMatchObject({
      code: 'JOURNAL_DAMAGED',
      message: `the history ${file} is damaged: line 2: in the history of arn:one event 3 follows event 1`,
    });
  });

  it('names the file of a history that is of another machine', async () => {
    await writeFile(file, text([event(1), event(2)]));
    await expect(goOn('A')).rejects.toMatchObject({
      code: 'JOURNAL_MISMATCH',
      message: expect.stringMatching(`^cannot go on from ${file}: .*PassStateEntered as event 2`),
    });
  });

  it('leaves other errors as they are', () => {
    const error = new Error('other');
    expect(readJournal(file).fault(error)).toBe(error);
  });
});

describe('a journal with half a line', () => {
  it('loses it when the next line is written, and not before', async () => {
    const half = text([event(2)]).slice(0, 30);
    await writeFile(file, text([event(1)]) + half);
    await (await openJournal(file)).close();
    expect(await readFile(file, 'utf8')).toBe(text([event(1)]) + half);
    const journal = await openJournal(file);
    void journal.append(event(2));
    await journal.flush();
    void journal.append(event(3));
    await journal.close();
    expect(await readFile(file, 'utf8')).toBe(text([event(1), event(2), event(3)]));
    await appendFile(file, half);
    expect(await all(readJournal(file))).toHaveLength(3);
  });
});

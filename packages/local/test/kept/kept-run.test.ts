import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StateMachine } from '@flowmap/asl/language';
import { definitionHash, keepRun, readKeptRun, type KeptRun } from '../../src/kept/kept-run.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowmap-'));
  file = join(folder, 'run.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const kept: KeptRun = { v: 1, deployment: 'f', run: 'r', definition: 'd', code: 'c', params: { year: 2024 } };

describe('a kept run', () => {
  it('comes back as it was, and nothing else is left', async () => {
    await keepRun(file, kept);
    await keepRun(file, { ...kept, code: 'other' });
    expect(await readKeptRun(file)).toEqual({ ...kept, code: 'other' });
    expect(await readdir(folder)).toEqual(['run.json']);
  });

  it('is undefined where there is none', async () => {
    expect(await readKeptRun(file)).toBeUndefined();
  });

  it.each(['', '{', 'null', '{}', '{"v":2,"definition":"d","code":"c","params":{}}', '{"v":1,"definition":"d"}'])(
    'is damaged as %j',
    async (text) => {
      await writeFile(file, text);
      await expect(readKeptRun(file)).rejects.toMatchObject({
        code: 'JOURNAL_DAMAGED',
        message: expect.stringContaining(file),
      });
    },
  );

  it('tells of a file that cannot be read or written', async () => {
    await expect(readKeptRun(folder)).rejects.toMatchObject({ code: 'JOURNAL_NOT_READ' });
    await expect(keepRun(folder, kept)).rejects.toMatchObject({ code: 'JOURNAL_NOT_WRITTEN' });
  });
});

describe('definitionHash', () => {
  const machine = (code: string, time: number): StateMachine => ({
    Comment: `code ${code}`,
    QueryLanguage: 'JSONata',
    StartAt: 'A',
    States: { A: { Type: 'Wait', Seconds: time, End: true } },
  });

  it('is of the machine and not of its code', () => {
    const hash = definitionHash(machine('00aa', 1), '00aa');
    expect(definitionHash(machine('11bb', 1), '11bb')).toBe(hash);
    expect(definitionHash(machine('00aa', 2), '00aa')).not.toBe(hash);
  });
});

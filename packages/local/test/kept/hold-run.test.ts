import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { holdRun } from '../../src/kept/hold-run.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowmap-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const run = (): string => join(folder, 'run');

describe('holdRun', () => {
  it('lets one have a run, and the next when that one is done', async () => {
    const first = await holdRun(run());
    await expect(holdRun(run())).rejects.toMatchObject({
      code: 'RUN_HELD',
      message: expect.stringContaining(String(process.pid)),
    });
    await first.release();
    expect(await readdir(run())).toEqual([]);
    await (await holdRun(run())).release();
  });

  it('respects a process that lives', async () => {
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
    try {
      const claim = join(folder, `held-${other.pid}-0`);
      await writeFile(claim, '');
      await expect(holdRun(folder)).rejects.toMatchObject({
        code: 'RUN_HELD',
        message: expect.stringContaining(String(other.pid)),
        hint: expect.stringContaining(claim),
      });
      expect(await readdir(folder)).toEqual([`held-${other.pid}-0`]);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('takes over from one that has ended', async () => {
    const pid = execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }).trim();
    await writeFile(join(folder, `held-${pid}-123`), '');
    const held = await holdRun(folder);
    expect(await readdir(folder)).not.toContain(`held-${pid}-123`);
    await held.release();
  });

  const hasBirths = process.platform === 'linux' ? it : it.skip;
  hasBirths('knows a process from an earlier one of its number', async () => {
    await writeFile(join(folder, `held-${process.ppid}-1`), '');
    await (await holdRun(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('names a folder that cannot be one', async () => {
    await writeFile(run(), '');
    await expect(holdRun(run())).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE' });
  });
});

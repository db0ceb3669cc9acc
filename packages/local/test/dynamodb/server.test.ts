import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { joinDynamodb } from '../../src/dynamodb/server.js';

jest.setTimeout(60_000);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowmap-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('joinDynamodb', () => {
  it('opens the database, and a second caller joins the first', async () => {
    const first = await joinDynamodb(folder);
    const second = await joinDynamodb(folder);
    expect([first.own, second.own]).toEqual([true, false]);
    expect(second.endpoint).toBe(first.endpoint);
    await second.close();
    expect((await fetch(first.endpoint)).ok).toBe(true);
    await first.close();
  });

  it('opens the database again when the one who had it has gone', async () => {
    const first = await joinDynamodb(folder);
    await first.close();
    await expect(fetch(first.endpoint)).rejects.toThrow();
    const next = await joinDynamodb(folder);
    expect(next.own).toBe(true);
    await next.close();
  });

  it('says who to look for when the database is held and nobody answers', async () => {
    const first = await joinDynamodb(folder);
    await rm(join(folder, 'dynamodb.port'));
    await expect(joinDynamodb(folder, 100)).rejects.toMatchObject({
      code: 'DATABASE_HELD',
      hint: expect.stringContaining('Another process holds it'),
    });
    await first.close();
  });
});

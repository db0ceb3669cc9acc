import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openMetadata } from '../../src/dynamodb/local-metadata.js';

jest.setTimeout(60_000);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flowmap-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const now = (): number => 1_700_000_000_000;
const later = new Date(now() + 1_000_000);

describe('openMetadata', () => {
  it('keeps what was written, from one opening to the next', async () => {
    const first = await openMetadata(folder, 'flowmap', now);
    await first.store.putFacts({ address: 'f/r/a', run: 'r', facts: { each: 3 } }, later);
    await first.close();
    const second = await openMetadata(folder, 'flowmap', now);
    expect(await second.store.facts('f/r/a')).toEqual({ each: 3 });
    await second.close();
  });

  it('goes on when the one who had the database ends, also in the middle of requests', async () => {
    const first = await openMetadata(folder, 'flowmap', now);
    const second = await openMetadata(folder, 'flowmap', now);
    const write = (i: number): Promise<void> =>
      second.store.putFacts({ address: `f/r/${i}`, run: 'r', facts: { each: i } }, later);
    await write(0);
    await Promise.all([first.close(), ...Array.from({ length: 20 }, (_, i) => write(i + 1))]);
    const item = { pk: { S: 'flow#f' }, sk: { S: 'run#r' } };
    const served = await second.serve('arn:aws:states:::dynamodb:getItem', { TableName: 'flowmap', Key: item });
    expect(served).toMatchObject({ SdkHttpMetadata: { HttpStatusCode: 200 } });
    const facts = await Promise.all(Array.from({ length: 21 }, (_, i) => second.store.facts(`f/r/${i}`)));
    expect(facts.map((fact) => fact?.['each'])).toEqual(Array.from({ length: 21 }, (_, i) => i));
    await second.close();
  });

  it('serves no resource but that of its states', async () => {
    const metadata = await openMetadata(folder, 'flowmap', now);
    expect(metadata.serve('arn:aws:states:::sqs:sendMessage', {})).toBeUndefined();
    await metadata.close();
  });
});

import { describe, expect, test } from '@jest/globals';
import { openAccount } from '../../src/index.js';
import { world } from './support/world.js';

const w = world();

describe('openAccount', () => {
  test('signs in with one call, and knows what flowmap’s things are called', async () => {
    const account = await openAccount(w.account.clientConfig);
    expect(account).toMatchObject({
      caller: 'developer/session',
      bucket: 'flowmap-123456789012-us-east-1',
      table: 'flowmap',
      site: { partition: 'aws', region: 'us-east-1', account: '123456789012' },
    });
    expect(w.account.calls.map(({ action }) => action)).toEqual(['GetCallerIdentity']);
    expect(account.random(4)).toHaveLength(4);
    account.close();
  });

  test('takes other names, a clock and a way to wait', async () => {
    const waited: number[] = [];
    const account = await openAccount({
      ...w.account.clientConfig,
      bucket: 'artifacts',
      table: 'runs',
      now: () => new Date('2026-01-01'),
      wait: async (milliseconds) => void waited.push(milliseconds),
    });
    expect(account).toMatchObject({ bucket: 'artifacts', table: 'runs' });
    expect(account.now()).toEqual(new Date('2026-01-01'));
    await account.site.wait(7);
    expect(waited).toEqual([7]);
    account.close();
  });

  test('refuses another account than the one that is named', async () => {
    const opening = openAccount({ ...w.account.clientConfig, account: '999999999999' });
    await expect(opening).rejects.toMatchObject({ code: 'WRONG_ACCOUNT' });
  });

  test('says that the credentials have expired', async () => {
    w.account.expired = true;
    await expect(openAccount(w.account.clientConfig)).rejects.toMatchObject({ code: 'AWS_CREDENTIALS_EXPIRED' });
  });
});

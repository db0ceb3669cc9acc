import { type Account, openAccount } from '@flowmap/deploy';
import type { Config } from '../config.js';

/** The flags that say which account. */
export interface AccountFlags {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
  /** Names of the metadata table and of the bucket of artifacts, where they are not the usual ones. */
  readonly table?: string | undefined;
  readonly bucket?: string | undefined;
}

/** Signs in: one call. Then works with the account, and closes it. Throws the errors `AWS_...`. */
export async function withAccount<T>(
  { profile, endpointUrl: endpoint, ...flags }: AccountFlags,
  { target = {} }: Config,
  work: (account: Account) => Promise<T>,
): Promise<T> {
  const region = flags.region ?? target.region;
  const account = await openAccount({
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    account: target.account,
    bucket: flags.bucket ?? target.bucket,
    table: flags.table ?? target.table,
    key: target.key,
  });
  try {
    return await work(account);
  } finally {
    account.close();
  }
}

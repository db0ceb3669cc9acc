import { type Account, openAccount } from '@flowmap/deploy';
import type { Config } from '../config.js';
import { accountFault, type FaultPlace, type Purpose } from './account-fault.js';
import { atTarget, type LocalAccount, sameTarget } from './local-target.js';

/** The flags that say which account. */
export interface AccountFlags {
  /** Default: what FLOWMAP_TARGET says, or AWS. */
  readonly target?: 'aws' | 'local' | undefined;
  /** The account of `flow-cli local`, once it was found. */
  readonly local?: LocalAccount | undefined;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
  /** Names of the metadata table and of the bucket of artifacts, where they are not the usual ones. */
  readonly table?: string | undefined;
  readonly bucket?: string | undefined;
}

/** An account that a command works with. */
export interface CommandAccount extends Account {
  /** The options with which another command comes to the same account. */
  readonly again: string;
}

/** How a command works with an account. */
export interface AccountUse {
  /** Whose rights it takes. */
  readonly purpose: Purpose;
  /** Waits for so many milliseconds. Default: by the clock. */
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined;
}

/** Whoever comes to `flow-cli local` needs some keys, and any will do. */
const ANY_KEYS = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * Signs in: one call. Then works with the account, and closes it. Flags win over the configuration, which wins over the environment. Throws
 * the errors `AWS_...`, in words for this command.
 */
export async function withAccount<T>(
  given: AccountFlags,
  settings: Config,
  { purpose, wait }: AccountUse,
  work: (account: CommandAccount) => Promise<T>,
): Promise<T> {
  const { flags, config } = await atTarget(given, settings);
  const { profile, endpointUrl: endpoint, local } = flags;
  const { target = {} } = config;
  let place: FaultPlace = { purpose, profile: profile ?? process.env['AWS_PROFILE'] };
  const region = flags.region ?? target.region;
  try {
    const account = await openAccount({
      ...(profile !== undefined && { profile }),
      ...(region !== undefined && { region }),
      ...(endpoint !== undefined && { endpoint }),
      ...(local && { credentials: ANY_KEYS }),
      ...attemptsOf(process.env['AWS_MAX_ATTEMPTS']),
      ...(wait && { wait }),
      account: target.account,
      bucket: flags.bucket ?? target.bucket,
      table: flags.table ?? target.table,
      key: target.key,
    });
    try {
      const { site, bucket, table } = account;
      place = { ...place, account: site.account, region: site.region, bucket, table };
      return await work({ ...account, again: sameTarget(flags) });
    } finally {
      account.close();
    }
  } catch (error) {
    throw accountFault(error, place);
  }
}

/** How often a call is tried at the most, where the environment says it as for every client of AWS. */
function attemptsOf(said: string | undefined): { readonly attempts?: number } {
  const attempts = Number(said);
  return Number.isInteger(attempts) && attempts >= 1 ? { attempts } : {};
}

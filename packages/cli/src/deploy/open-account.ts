import { setTimeout as sleep } from 'node:timers/promises';
import { awsClients, openSite, type AwsClients, type Site } from '@flowmap/deploy';
import { dynamodbMetadata } from '@flowmap/metadata-dynamodb';
import type { MetadataStore, ObjectStore } from '@flowmap/store';
import { s3Objects } from '@flowmap/store/s3';
import type { Config } from '../config.js';
import { accountFault, type FaultPlace, type Purpose } from './account-fault.js';

/** The flags that say which account. */
export interface AccountFlags {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
  /** Names of the metadata table and of the bucket of artifacts, where they are not the usual ones. */
  readonly table?: string | undefined;
  readonly bucket?: string | undefined;
}

/** An account with flowmap's bucket and table in it. */
export interface Account {
  readonly aws: AwsClients;
  readonly site: Site;
  readonly caller: string;
  /** Names of the bucket of artifacts and of the metadata table. */
  readonly bucket: string;
  readonly table: string;
  readonly objects: ObjectStore;
  readonly metadata: MetadataStore;
}

/** The clients of an account. Flags win over the configuration, which wins over the environment. */
export function openClients(flags: AccountFlags, { target = {} }: Config): AwsClients {
  const region = flags.region ?? target.region;
  return awsClients({
    ...(flags.profile !== undefined && { profile: flags.profile }),
    ...(region !== undefined && { region }),
    ...(flags.endpointUrl !== undefined && { endpoint: flags.endpointUrl }),
  });
}

/** How a command works with an account. */
export interface AccountUse {
  /** Whose rights it takes. */
  readonly purpose: Purpose;
  /** Waits for so many milliseconds. Default: by the clock. */
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined;
}

/** Signs in: one call. Then works with the account, and closes it. Throws the errors `AWS_...`, in words for this command. */
export async function withAccount<T>(
  flags: AccountFlags,
  config: Config,
  { purpose, wait = pause }: AccountUse,
  work: (account: Account) => Promise<T>,
): Promise<T> {
  const aws = openClients(flags, config);
  let place: FaultPlace = { purpose, profile: flags.profile ?? process.env['AWS_PROFILE'] };
  try {
    const { target = {} } = config;
    const { site, caller } = await openSite(aws, { account: target.account }, wait);
    const bucket = flags.bucket ?? target.bucket ?? `flowmap-${site.account}-${site.region}`;
    const table = flags.table ?? target.table ?? 'flowmap';
    place = { ...place, account: site.account, region: site.region, bucket, table };
    const metadata = dynamodbMetadata({ client: aws.dynamodb, table, now: Date.now });
    const objects = s3Objects({ bucket, client: aws.s3, ...(target.key !== undefined && { key: target.key }) });
    return await work({ aws, site, caller, bucket, table, objects, metadata });
  } catch (error) {
    throw accountFault(error, place);
  } finally {
    aws.close();
  }
}

async function pause(milliseconds: number): Promise<void> {
  await sleep(milliseconds);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { awsClients, openSite, type AwsClients, type Site } from '@flowmap/deploy';
import { dynamodbMetadata } from '@flowmap/metadata-dynamodb';
import type { MetadataStore, ObjectStore } from '@flowmap/store';
import { s3Objects } from '@flowmap/store/s3';
import type { Config } from '../config.js';
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
  /** The options with which another command comes to the same account. */
  readonly again: string;
}

/** Whoever comes to `flow-cli local` needs some keys, and any will do. */
const ANY_KEYS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The clients of an account. Flags win over the configuration, which wins over the environment. */
export function openClients(flags: AccountFlags, { target = {} }: Config): AwsClients {
  const region = flags.region ?? target.region;
  return awsClients({
    ...(flags.profile !== undefined && { profile: flags.profile }),
    ...(region !== undefined && { region }),
    ...(flags.endpointUrl !== undefined && { endpoint: flags.endpointUrl }),
    ...(flags.local && { credentials: ANY_KEYS }),
  });
}

/** Signs in: one call. Then works with the account, and closes it. Throws the errors `AWS_...`. */
export async function withAccount<T>(
  given: AccountFlags,
  settings: Config,
  work: (account: Account) => Promise<T>,
): Promise<T> {
  const { flags, config } = await atTarget(given, settings);
  const aws = openClients(flags, config);
  try {
    const { target = {} } = config;
    const { site, caller } = await openSite(aws, { account: target.account }, async (milliseconds) => {
      await sleep(milliseconds);
    });
    const bucket = flags.bucket ?? target.bucket ?? `flowmap-${site.account}-${site.region}`;
    const table = flags.table ?? target.table ?? 'flowmap';
    const metadata = dynamodbMetadata({ client: aws.dynamodb, table, now: Date.now });
    const objects = s3Objects({ bucket, client: aws.s3, ...(target.key !== undefined && { key: target.key }) });
    return await work({ aws, site, caller, bucket, table, objects, metadata, again: sameTarget(flags) });
  } finally {
    aws.close();
  }
}

import { BatchClient } from '@aws-sdk/client-batch';
import { afterAll, afterEach } from '@jest/globals';
import {
  applyBase,
  awsClients,
  infra,
  openSite,
  planBase,
  type BaseStep,
  type InfraOptions,
  type Site,
} from '@flowmap/deploy';
import { awsAccount, s3Server, startDynamodb, type AwsAccount, type S3Server } from '@flowmap/testing';
import { backedDynamodb } from './backed-dynamodb.js';
import { batchService } from './batch-service.js';

/** An account in which nothing is, with names that no other test has. */
export interface EmptyAccount {
  readonly account: AwsAccount;
  readonly s3: S3Server;
  readonly site: Site;
  /** Names of its own for the bucket and the table. */
  readonly names: { readonly bucket: string; readonly table: string };
  /** Plans and makes the base; gives what was done. */
  make(options?: InfraOptions, signal?: AbortSignal): Promise<readonly BaseStep[]>;
}

interface Shared {
  readonly s3: S3Server;
  readonly dynamodb: string;
}

const ever: { close(): unknown }[] = [];
const open: { close(): unknown }[] = [];
let shared: Promise<Shared> | undefined;
let made = 0;

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
afterAll(async () => {
  for (const one of ever.splice(0).reverse()) await one.close();
});

async function share(): Promise<Shared> {
  const s3 = await s3Server({ now: () => new Date('2026-03-01') });
  const dynamodb = await startDynamodb();
  const backed = await backedDynamodb(dynamodb.endpoint);
  ever.push(s3, dynamodb, backed);
  return { s3, dynamodb: backed.url };
}

/** A new account; what serves S3 and DynamoDB is shared by the tests of a file. */
export async function emptyAccount(): Promise<EmptyAccount> {
  shared ??= share();
  const { s3, dynamodb } = await shared;
  const account = await awsAccount({ now: () => new Date('2026-03-01'), also: { s3: s3.url, dynamodb } });
  const jobs = await batchService();
  const { endpoint, region, credentials } = account.clientConfig;
  const aws = awsClients({ endpoint, region, credentials, attempts: 1 });
  const batch = new BatchClient({ region, credentials, endpoint: jobs.url });
  open.push(account, jobs, { close: () => aws.close() }, { close: () => batch.destroy() });
  const { site: opened } = await openSite(aws, {}, () => Promise.resolve());
  const site: Site = { ...opened, aws: { ...aws, batch } };
  made += 1;
  const names = { bucket: `base-${made}`, table: `base-${made}` };
  return {
    account,
    s3,
    site,
    names,
    async make(options = {}, signal) {
      const steps: BaseStep[] = [];
      const changes = await planBase(site, infra({ ...names, ...options }));
      await applyBase(site, changes, (step) => void steps.push(step), signal);
      return steps;
    },
  };
}

import { afterAll, afterEach } from '@jest/globals';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { dynamodbMetadata, ensureTable } from '@flowmap/metadata-dynamodb';
import type { MetadataStore } from '@flowmap/store';
import { s3Objects } from '@flowmap/store/s3';
import {
  awsAccount,
  s3Server,
  startDynamodb,
  type AwsAccount,
  type DynamodbServer,
  type S3Server,
} from '@flowmap/testing';
import { awsClients, openSite, type AwsCall, type AwsClients, type DeployPorts, type Step } from '@flowmap/deploy';

/** An account with flowmap's bucket and table, and whoever deploys there. */
export interface Cloud {
  readonly account: AwsAccount;
  readonly aws: AwsClients;
  readonly bucket: string;
  readonly table: string;
  readonly metadata: MetadataStore;
  /** What was called since it was last emptied. */
  readonly called: AwsCall[];
  /** What was done. */
  readonly steps: Step[];
  /** Ports of a caller, with connections of its own: of a new process, so to speak. */
  ports(options?: { readonly caller?: string; readonly attempts?: number }): Promise<DeployPorts>;
  /** All that is in the account, in the bucket and in the table of this flow. */
  everything(): Promise<unknown>;
}

let shared: { readonly s3: S3Server; readonly dynamodb: DynamodbServer } | undefined;
let made = 0;
const open: { close(): void | Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});
afterAll(async () => {
  await shared?.s3.close();
  await shared?.dynamodb.close();
});

/** A new account; what serves S3 and DynamoDB is shared by the tests of a file, each with names of its own. */
export async function cloud(options: { readonly newRoleRefusals?: number } = {}): Promise<Cloud> {
  shared ??= { s3: await s3Server({ now: () => new Date('2026-03-01') }), dynamodb: await startDynamodb() };
  const { s3, dynamodb } = shared;
  made += 1;
  const bucket = `artifacts-${made}`;
  const table = `flowmap-${made}`;
  const account = await awsAccount({
    now: () => new Date('2026-03-01T12:00:00Z'),
    object: (from, key) => s3.buckets.of(from).objects.get(key)?.body,
    also: { s3: s3.url, dynamodb: dynamodb.endpoint },
    ...options,
  });
  open.push(account);
  const called: AwsCall[] = [];
  const steps: Step[] = [];
  const connect = (attempts: number): AwsClients => {
    const { endpoint, region, credentials } = account.clientConfig;
    const clients = awsClients({ endpoint, region, credentials, attempts, onCall: (call) => called.push(call) });
    open.push(clients);
    return clients;
  };
  const aws = connect(3);
  await aws.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await ensureTable(aws.dynamodb, table);
  const now = (): number => Date.parse('2026-03-01T12:00:00Z');
  const metadata = dynamodbMetadata({ client: aws.dynamodb, table, now });
  called.length = 0;
  let tokens = 0;
  return {
    account,
    aws,
    bucket,
    table,
    metadata,
    called,
    steps,
    async ports({ caller, attempts = 3 } = {}) {
      const clients = connect(attempts);
      const opened = await openSite(clients, {}, () => Promise.resolve());
      return {
        site: opened.site,
        metadata: dynamodbMetadata({ client: clients.dynamodb, table, now }),
        objects: s3Objects({ bucket, client: clients.s3 }),
        caller: caller ?? opened.caller,
        now: () => new Date(now()),
        newToken: () => `token-${(tokens += 1)}`,
        onStep: (step) => void steps.push(step),
      };
    },
    async everything() {
      const objects: string[] = [];
      for await (const { key, size } of s3Objects({ bucket, client: aws.s3 }).list('')) objects.push(`${key} ${size}`);
      const records: unknown[] = [];
      for await (const { deployment, owner } of metadata.owners()) {
        const versions: unknown[] = [];
        for await (const record of metadata.deployments(deployment)) versions.push(record);
        records.push({ deployment, owner, versions });
      }
      return { account: await account.contents(), objects, records };
    },
  };
}

import { dynamodbClient, dynamodbMetadata, ensureTable } from '@flowmap/metadata-dynamodb';
import type { MetadataStore, ObjectStore } from '@flowmap/store';
import { s3Objects } from '@flowmap/store/s3';
import { dynamodbClientConfig, s3Server, startDynamodb, type S3Bucket } from '@flowmap/testing/stores';

/** The name under which the flow of these tests is deployed. */
export const DEPLOYMENT = 'f';
/** Its run. */
export const RUN = 'r1';

const BUCKET = 'artifacts';
const TABLE = 'flowmap';

/** As much of AWS as code that was deployed meets. */
export interface Aws {
  readonly bucket: S3Bucket;
  readonly url: string;
  readonly objects: ObjectStore;
  readonly metadata: MetadataStore;
  /** What a process on AWS finds in its environment. */
  readonly env: { readonly [name: string]: string };
  keys(prefix: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts it, with a run of the flow that is open. */
export async function startAws(): Promise<Aws> {
  const [s3, dynamodb] = await Promise.all([s3Server({ region: 'us-east-1' }), startDynamodb()]);
  const bucket = s3.buckets.create(BUCKET);
  const client = dynamodbClient(dynamodbClientConfig(dynamodb));
  await ensureTable(client, TABLE);
  const metadata = dynamodbMetadata({ table: TABLE, client, now: () => Date.now() });
  const objects = s3Objects({ bucket: BUCKET, clientConfig: s3.clientConfig });
  const started = new Date().toISOString();
  await metadata.createRun(
    { deployment: DEPLOYMENT, run: RUN, status: 'RUNNING', started, code: 'c0', params: {} },
    new Date(Date.now() + 1e9),
  );
  return {
    bucket,
    url: `${s3.url}/${BUCKET}`,
    objects,
    metadata,
    env: {
      PATH: process.env['PATH'] ?? '',
      FLOWMAP_DEPLOYMENT: DEPLOYMENT,
      FLOWMAP_BUCKET: BUCKET,
      FLOWMAP_TABLE: TABLE,
      FLOWMAP_LOG_GROUP: '/flowmap/f',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    async keys(prefix) {
      const keys: string[] = [];
      for await (const { key } of objects.list(prefix)) keys.push(key);
      return keys;
    },
    async close() {
      client.destroy();
      await Promise.all([s3.close(), dynamodb.close()]);
    },
  };
}

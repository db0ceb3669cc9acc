import { join } from 'node:path';
import type { Neighbours, NeighboursContext } from '../../api/neighbours.js';
import { folderS3 } from '../../s3/folder/folder-s3.js';
import type { WireRequest } from '../server/wire.js';
import { credentialScope } from '../server/credential-scope.js';
import { embeddedDatabase } from './embedded-database.js';
import { notServed } from './not-served.js';
import { ensureOwnBucket } from './own-bucket.js';
import { ownServices } from './own-services.js';

/** The metadata table of the account, which is there from the beginning; so is the bucket for artifacts. */
const TABLE = 'flowmap';

/** Where a client is told whose server this is. */
const IDENTITY = '/_flowmap';

/** Services that tasks call here, as the AWS SDK names them. */
const SERVED = [
  'Batch',
  'CloudWatch Logs',
  'EventBridge',
  'IAM',
  'Lambda',
  'Scheduler',
  'Secrets Manager',
  'SSM',
  'STS',
];

/** Opens the services beside Step Functions: with everything that was there when the folder was served before. */
export async function openAccountDesk(context: NeighboursContext): Promise<Neighbours> {
  const { root, home: place, report } = context;
  const { account, region } = place;
  const folder = join(root, 'account');
  const s3 = await folderS3({
    folder: join(root, 'objects-s3'),
    records: folder,
    region,
    now: () => new Date(Date.now()),
    report,
  });
  const bucket = `flowmap-${account}-${region}`;
  ensureOwnBucket(s3.buckets, bucket, region);
  const database = await embeddedDatabase({
    root,
    table: TABLE,
    expiries: join(folder, 'expiries.jsonl'),
    now: Date.now,
  });
  const own = await ownServices({
    ...context,
    home: { ...place, partition: 'aws' },
    folder,
    object: (from, key) => s3.buckets.find(from)?.get(key)?.read(),
  });

  return {
    services: SERVED,
    begin: () => own.begin(),
    async answer(request) {
      if (request.method === 'GET' && request.path === IDENTITY) {
        const body = JSON.stringify({ server: 'flow-cli local', account, region, bucket, table: TABLE });
        return { status: 200, headers: { 'content-type': 'application/json' }, body };
      }
      const name = serviceOf(request);
      if (name === undefined) return notServed(request, 'requests that are not signed');
      if (name === 's3') return s3.answer(request);
      if (name === 'dynamodb') return database.answer(request);
      return own.answer(name, request) ?? notServed(request, `the service ${name}`);
    },
    async close() {
      await own.close();
      await s3.close();
      await database.close();
    },
  };
}

/**
 * The service that a request is signed for. Of those that are signed in their address S3 alone is asked: a page of a foreign site can make a
 * browser send any address, but no header for a signature.
 */
function serviceOf(request: WireRequest): string | undefined {
  const name = credentialScope(request)?.service;
  return request.headers.authorization === undefined && name !== 's3' ? undefined : name;
}

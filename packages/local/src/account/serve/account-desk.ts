import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Neighbours, NeighboursContext } from '../../api/neighbours.js';
import { folderS3 } from '../../s3/folder/folder-s3.js';
import { openAccount } from '../kept/kept-account.js';
import { AwsError } from '../protocol/aws-error.js';
import type { Service } from '../protocol/service.js';
import { functionsHost } from '../running/functions-host.js';
import { answerInvocation } from '../running/invocations.js';
import { logWriter } from '../running/log-writer.js';
import { credentialScope } from '../server/credential-scope.js';
import type { WireAnswer, WireRequest } from '../server/wire.js';
import { embeddedDatabase } from './embedded-database.js';
import { notServed } from './not-served.js';
import { ensureOwnBucket } from './own-bucket.js';

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

/** Of one revision of a function, at least so many may run at once. */
const FEWEST_PROCESSES = 4;

/** Opens the services beside Step Functions: with everything that was there when the folder was served before. */
export async function openAccountDesk(context: NeighboursContext): Promise<Neighbours> {
  const {
    root,
    home: { account, region },
    variables,
    ownUrl,
    report,
  } = context;
  const home = { account, region, partition: 'aws' };
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
  const kept = await openAccount({
    home,
    folder,
    now: Date.now,
    object: (from, key) => s3.buckets.find(from)?.get(key)?.read(),
  });
  const logs = logWriter((call) => kept.call(kept.service('logs') as Service, call), Date.now, report);
  const functions = functionsHost({
    home,
    functions: kept.functions,
    code: kept.code,
    logs,
    endpoint: ownUrl,
    variables,
    most: Math.max(FEWEST_PROCESSES, availableParallelism()),
    now: Date.now,
    random: Math.random,
  });
  const database = await embeddedDatabase({
    root,
    table: TABLE,
    expiries: join(folder, 'expiries.jsonl'),
    now: Date.now,
  });

  const answerOwn = async (service: Service, request: WireRequest): Promise<WireAnswer> => {
    const { protocol } = service;
    try {
      const invoked = service.name === 'lambda' ? await answerInvocation(functions, request, report) : undefined;
      if (invoked !== undefined) return invoked;
      const asked = protocol.read(request);
      if (asked === undefined) return notServed(request, `${request.method} ${request.path} of ${service.name}`);
      // Who reads lines wants all that were printed before.
      if (service.name === 'logs') await logs.flush();
      return protocol.answer(asked.action, await kept.call(service, asked));
    } catch (error) {
      if (error instanceof AwsError) return protocol.refuse(error);
      report(error);
      const message = error instanceof Error ? error.message : String(error);
      const [code, status] = service.refusals.failed;
      return protocol.refuse(new AwsError(code, message, status));
    }
  };

  return {
    services: SERVED,
    async answer(request) {
      if (request.method === 'GET' && request.path === IDENTITY) {
        const body = JSON.stringify({ server: 'flow-cli local', account, region, bucket, table: TABLE });
        return { status: 200, headers: { 'content-type': 'application/json' }, body };
      }
      const name = credentialScope(request)?.service;
      if (name === 's3') return s3.answer(request);
      if (name === 'dynamodb') return database.answer(request);
      const service = name === undefined ? undefined : kept.service(name);
      if (service !== undefined) return answerOwn(service, request);
      return notServed(request, name === undefined ? 'requests that are not signed' : `the service ${name}`);
    },
    async close() {
      await functions.close();
      await logs.flush();
      await kept.close();
      await s3.close();
      await database.close();
    },
  };
}

import type { DeployedResource } from '@flowmap/asl';
import { invariant } from '@flowmap/graph';
import { infra } from '../infra/infra.js';
import { resolved } from '../infra/resolve.js';
import type { Site } from '../kinds/kind.js';

/** An account, and what flows are to find in it. */
export interface AccountToExamine {
  readonly site: Site;
  /** Who asks, as `callerName` says it. */
  readonly caller: string;
  /** Names of the bucket of artifacts and of the metadata table. */
  readonly bucket: string;
  readonly table: string;
  /** ARN of the key that encrypts the bucket. Default: S3's own. */
  readonly key?: string | undefined;
  /** Whether the bucket is also reached without TLS, at an endpoint that is not AWS and has none. Default: no. */
  readonly insecureTransport?: boolean;
  /** Names or ARNs of the job queues of AWS Batch that flows use. Default: none. */
  readonly queues?: readonly string[];
}

/** A resource of the base as it is made for an account. */
export function baseResource({ site, bucket, table, key }: AccountToExamine, type: string): DeployedResource {
  const { account, region } = site;
  const base = infra({ account, region, bucket, table, ...(key !== undefined && { key }) });
  const found = resolved(base, site).find(({ Type }) => Type === type);
  invariant(found, `the base has no ${type}`);
  return found;
}

import { FlowError } from '@flowmap/graph';
import type { RoleFor } from '../model/names.js';
import type { Role } from '../rights/document.js';

/** What the base of an account has. */
export interface InfraOptions {
  /** Where it is. What is left out is taken from the place where the template is used. */
  readonly account?: string;
  readonly region?: string;
  /** Name of the bucket of artifacts. Default: `flowmap-<account>-<region>`. */
  readonly bucket?: string;
  /** Name of the table of the metadata store. Default: `flowmap`. */
  readonly table?: string;
  /** ARN of the customer's key that encrypts the bucket. Default: S3's own keys. */
  readonly key?: string;
  /** Whether the bucket keeps versions that were replaced or removed, for 30 days. Default: no; nothing is ever replaced in it. */
  readonly versioning?: boolean;
  /** Whether the bucket is also reached without TLS, at an endpoint that is not AWS and has none. Default: no. */
  readonly insecureTransport?: boolean;
  /** Days after which artifacts are removed, from 1. Code stays. Default: they stay. */
  readonly expireDays?: number;
  /** A queue of AWS Batch. Default: none. */
  readonly batch?: BatchInfra;
  /** Log groups and roles of one flow. Default: none. */
  readonly flow?: FlowInfra;
  /** Tags of everything, beside our own. */
  readonly tags?: { readonly [key: string]: string };
}

/** A compute environment of AWS Batch with a queue in front. */
export interface BatchInfra {
  readonly type: 'FARGATE' | 'EC2';
  /** Ids of the subnets in which containers run, at least one. */
  readonly subnets: readonly string[];
  /** Ids of their security groups, at least one. */
  readonly securityGroups: readonly string[];
  /** Most vCPUs at once. Default 256. */
  readonly maxVcpus?: number;
}

/** What belongs to one flow. */
export interface FlowInfra {
  readonly deployment: string;
  readonly roles: { readonly [use in RoleFor]?: Role };
}

/** Most vCPUs at once where nothing is said. */
export const MAX_VCPUS = 256;

/** Refuses with `INFRA_REFUSED` what no template can be made of. */
export function checkOptions({ account, key, expireDays, batch }: InfraOptions): void {
  if (account !== undefined && !/^\d{12}$/u.test(account)) {
    throw refused(`'${account}' is no account`, 'An account has twelve digits.');
  }
  if (key !== undefined && !/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/u.test(key)) {
    throw refused(
      `'${key}' is no ARN of a key`,
      'Write arn:aws:kms:<region>:<account>:key/<id>; an alias will not do.',
    );
  }
  if (expireDays !== undefined && !(Number.isInteger(expireDays) && expireDays >= 1)) {
    throw refused(`artifacts cannot be removed after ${expireDays} days`, 'Give a whole number of days, from 1.');
  }
  if (!batch) return;
  if (batch.subnets.length === 0 || batch.securityGroups.length === 0) {
    throw refused('AWS Batch needs to know where containers run', 'Name at least one subnet and one security group.');
  }
  const { maxVcpus = MAX_VCPUS } = batch;
  if (!(Number.isInteger(maxVcpus) && maxVcpus >= 1)) {
    throw refused(`containers cannot run on ${maxVcpus} vCPUs`, 'Give a whole number of vCPUs, from 1.');
  }
}

function refused(message: string, hint: string): FlowError {
  return new FlowError('INFRA_REFUSED', message, { hint });
}

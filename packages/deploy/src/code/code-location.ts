import type { CodeLocation, Target } from '@flowmap/asl';
import { codeKeys } from '../model/names.js';
import type { PackedCode } from './pack-code.js';

/**
 * Where packed code lies in the bucket of artifacts, and how a container comes by it.
 *
 * @param endpoint the address of an S3 that is not AWS. Default: that of the region.
 */
export function codeLocation(
  { hash, loader }: Pick<PackedCode, 'hash' | 'loader'>,
  { bucket, region, partition }: Pick<Target, 'bucket' | 'region' | 'partition'>,
  endpoint?: string,
): CodeLocation {
  const { zip, module } = codeKeys(hash);
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  // The bucket stands in the path: the certificate of a name before the domain has no room for full stops.
  const url = `${endpoint ?? `https://s3.${region}.${domain}`}/${bucket}/${module}`;
  return { bucket, zip, module, start: ['node', '-e', loader, url, region] };
}

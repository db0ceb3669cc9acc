import { HeadObjectCommand, type HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { type Access, failureOf, stopping } from './access.js';
import { isMissing } from './error-facts.js';

/** What S3 says of an object without giving it; undefined where there is none. */
export async function headObject(
  access: Access,
  key: string,
  signal: AbortSignal | undefined,
): Promise<HeadObjectCommandOutput | undefined> {
  try {
    return await access.client.send(new HeadObjectCommand({ Bucket: access.bucket, Key: key }), stopping(signal));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw await failureOf(access, error, { right: 's3:GetObject', key, signal });
  }
}

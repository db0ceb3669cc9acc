import { createHash } from 'node:crypto';
import type { Code } from './function-record.js';
import { invalid } from './functions.js';

/** Gives the bytes of an object, or undefined where there is none. */
export type ObjectReader = (bucket: string, key: string) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** Where a request says that code is. */
export interface CodeSource {
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ZipFile?: string;
}

/** Reads code. Without a reader of objects every object exists, and its digest is that of its name. */
export async function readCode(source: CodeSource, reader: ObjectReader | undefined): Promise<Code> {
  const { S3Bucket: bucket, S3Key: key, S3ObjectVersion: version, ZipFile: zip } = source;
  if (zip !== undefined) {
    if (bucket !== undefined || key !== undefined) {
      throw invalid('Please do not provide other FunctionCode parameters when providing a ZipFile.');
    }
    return codeOf(Buffer.from(zip, 'base64'));
  }
  if (bucket === undefined || key === undefined) {
    throw invalid('Please provide a source for function code.');
  }
  if (reader === undefined) return codeOf(Buffer.from([bucket, key, version ?? ''].join('\n')));
  const bytes = await reader(bucket, key);
  if (bytes === undefined) {
    throw invalid(
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    );
  }
  return codeOf(bytes);
}

function codeOf(bytes: Uint8Array): Code {
  return { sha256: createHash('sha256').update(bytes).digest('base64'), size: bytes.length };
}

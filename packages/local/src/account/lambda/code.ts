import { createHash } from 'node:crypto';
import type { Code } from './function-record.js';
import { invalid } from './functions.js';

/** Gives the bytes of an object, or undefined where there is none. */
export type ObjectReader = (bucket: string, key: string) => Uint8Array | undefined | Promise<Uint8Array | undefined>;

/** Finds the code that a request names. Throws what the service refuses. */
export type CodeReader = (source: CodeSource) => Promise<Code>;

/** Where a request says that code is. */
export interface CodeSource {
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
  readonly ZipFile?: string;
}

/** Reads code. Without a reader of objects every object exists, and its digest is that of its name. */
export async function readCode(source: CodeSource, reader: ObjectReader | undefined): Promise<Code> {
  return codeOf(await codeBytes(source, reader));
}

/** The bytes of code, by the same rules. */
export async function codeBytes(source: CodeSource, reader: ObjectReader | undefined): Promise<Uint8Array> {
  const { S3Bucket: bucket, S3Key: key, S3ObjectVersion: version, ZipFile: zip } = source;
  if (zip !== undefined) {
    if (bucket !== undefined || key !== undefined) {
      throw invalid('Please do not provide other FunctionCode parameters when providing a ZipFile.');
    }
    return Buffer.from(zip, 'base64');
  }
  if (bucket === undefined || key === undefined) {
    throw invalid('Please provide a source for function code.');
  }
  if (reader === undefined) return Buffer.from([bucket, key, version ?? ''].join('\n'));
  const bytes = await reader(bucket, key);
  if (bytes === undefined) {
    throw invalid(
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    );
  }
  return bytes;
}

/** What code is known by. */
export function codeOf(bytes: Uint8Array): Code {
  return { sha256: createHash('sha256').update(bytes).digest('base64'), size: bytes.length };
}

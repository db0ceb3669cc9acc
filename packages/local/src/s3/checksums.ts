import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from './crc32c.js';
import { notImplemented } from './s3-error.js';

/** An algorithm as the headers name it. */
export type ChecksumAlgorithm = 'crc32' | 'crc32c' | 'sha1' | 'sha256';

/** A checksum, in base64. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** A composite one ends in `-` and the number of parts. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

const ALGORITHMS: readonly string[] = ['crc32', 'crc32c', 'sha1', 'sha256'] satisfies readonly ChecksumAlgorithm[];

/** An algorithm by its name in any letters; one that this server cannot compute is refused. */
export function algorithmOf(name: string): ChecksumAlgorithm {
  const small = name.toLowerCase();
  if (!ALGORITHMS.includes(small)) throw notImplemented(`the checksum ${name}`);
  return small as ChecksumAlgorithm;
}

/** The bytes of a checksum. */
export function digestOf(algorithm: ChecksumAlgorithm, bytes: Uint8Array): Buffer {
  if (algorithm === 'crc32') return fourBytes(crc32(bytes));
  if (algorithm === 'crc32c') return fourBytes(crc32c(bytes));
  return createHash(algorithm).update(bytes).digest();
}

/** The MD5 of bytes. */
export function md5(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest();
}

/** `x-amz-checksum-crc32` */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm}`;
}

function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

import { checksumHeader } from './checksums.js';
import type { StoredObject } from './bucket.js';

type Headers = Readonly<Record<string, string>>;

const KEPT = /^(?:content-(?:type|disposition|language)|cache-control|expires|x-amz-meta-.+|x-amz-storage-class)$/;
const ENCRYPTION = /^x-amz-server-side-encryption(?:-aws-kms-key-id|-bucket-key-enabled)?$/;

/** What an object keeps of the headers that it came with. Without an encryption it has the one that all buckets have. */
export function keptHeaders(headers: Headers): Headers {
  const kept = Object.entries(headers).filter(([name]) => KEPT.test(name) || ENCRYPTION.test(name));
  const encoding = headers['content-encoding']
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== 'aws-chunked' && one !== '')
    .join(',');
  return {
    'content-type': 'binary/octet-stream',
    'x-amz-server-side-encryption': 'AES256',
    ...Object.fromEntries(kept),
    ...(encoding !== undefined && encoding !== '' && { 'content-encoding': encoding }),
  };
}

/** What the answer to a write says of the encryption. */
export function encryptionHeaders(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => ENCRYPTION.test(name)));
}

/** The headers of an object that is read; its checksum where it is asked for and the whole object is given. */
export function shownHeaders(object: StoredObject, asked: Headers, isWhole: boolean): Headers {
  const { checksum } = object;
  const isWanted = checksum !== undefined && isWhole && asked['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED';
  return {
    ...object.headers,
    'accept-ranges': 'bytes',
    etag: object.etag,
    'last-modified': object.lastModified.toUTCString(),
    ...(isWanted && { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }),
  };
}

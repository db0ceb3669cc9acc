import type { StoredObject } from '../bucket.js';
import { type Answer, answerXml, type BucketCall, DONE } from '../call.js';
import { checksumHeader, md5 } from '../checksums.js';
import { checkReadConditions, checkWriteConditions } from '../conditions.js';
import { encryptionHeaders, keptHeaders, shownHeaders } from '../object-headers.js';
import { rangeOf } from '../range.js';
import { childrenOf, readXml, textOf } from '../read-xml.js';
import { invalidRequest, malformedXml, noSuchKey, notImplemented } from '../s3-error.js';
import type { Xml } from '../xml.js';

/** Most keys that DeleteObjects takes. */
const MOST_REMOVED = 1_000;

/** Stores an object, whole. */
export function putObject(call: BucketCall): Answer {
  const { at, key, headers, payload, service } = call;
  checkWriteConditions(call);
  const { bytes, checksum } = payload;
  const etag = `"${md5(bytes).toString('hex')}"`;
  const kept = keptHeaders(headers);
  at.hold({ key, body: bytes, etag, lastModified: service.now(), headers: kept, checksum });
  return {
    status: 200,
    headers: {
      etag,
      ...encryptionHeaders(kept),
      ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value, 'x-amz-checksum-type': checksum.type }),
    },
  };
}

/** Gives an object or a range of it. */
export function getObject(call: BucketCall): Answer {
  const object = found(call);
  checkReadConditions(object, call.headers);
  const range = rangeOf(call.headers['range'], object.size);
  const headers = shownHeaders(object, call.headers, range === undefined);
  if (!range) return { status: 200, headers, body: object.read() };
  const [first, last] = range;
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${first}-${last}/${object.size}` },
    body: object.read(first, last),
  };
}

/** The same without the body. */
export function headObject(call: BucketCall): Answer {
  return getObject(call);
}

/** Removes an object; one that is not there is removed already. */
export function deleteObject({ at, key, headers }: BucketCall): Answer {
  if (headers['if-match'] !== undefined) throw notImplemented('If-Match of DeleteObject');
  at.remove(key);
  return DONE;
}

/** Removes up to 1,000 objects. */
export async function deleteObjects({ at, payload, faultOf }: BucketCall): Promise<Answer> {
  if (!payload.isVouchedFor) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  const wanted = readXml(payload.bytes.toString(), 'Delete');
  const objects = childrenOf(wanted, 'Object');
  if (objects.length === 0 || objects.length > MOST_REMOVED) throw malformedXml();
  const isQuiet = textOf(wanted, 'Quiet') === 'true';
  const results: Xml[] = [];
  for (const object of objects) {
    const key = textOf(object, 'Key');
    if (key === undefined || key === '') throw malformedXml();
    const other = object.children.find(({ name }) => name !== 'Key');
    if (other) throw notImplemented(`${other.name} of an object of DeleteObjects`);
    const fault = await faultOf(key);
    if (fault) {
      const { code, message } = fault;
      results.push(['Error', Object.entries({ Key: key, Code: code, Message: message })]);
      continue;
    }
    at.remove(key);
    if (!isQuiet) results.push(['Deleted', [['Key', key]]]);
  }
  return answerXml(['DeleteResult', results]);
}

function found({ at, key }: BucketCall): StoredObject {
  const object = at.get(key);
  if (!object) throw noSuchKey(key);
  return object;
}

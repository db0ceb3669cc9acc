import type { StoredPart, StoredUpload } from '../bucket.js';
import { type Answer, answerXml, type BucketCall, DONE } from '../call.js';
import { algorithmOf, checksumHeader, md5 } from '../checksums.js';
import { completed } from '../complete-upload.js';
import { checkWriteConditions } from '../conditions.js';
import { encryptionHeaders, keptHeaders } from '../object-headers.js';
import { invalidArgument, invalidRequest, noSuchUpload } from '../s3-error.js';
import type { Xml } from '../xml.js';

/** Begins an upload. */
export function createMultipartUpload({ at, key, headers, service }: BucketCall): Answer {
  const named = headers['x-amz-checksum-algorithm'];
  const algorithm = named === undefined ? undefined : algorithmOf(named);
  const type = headers['x-amz-checksum-type'] ?? 'COMPOSITE';
  if (type !== 'COMPOSITE' && (type !== 'FULL_OBJECT' || algorithm?.startsWith('sha') === true)) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm ?? 'null'} checksum algorithm.`,
    );
  }
  const upload: StoredUpload = {
    id: service.newId(),
    key,
    parts: new Map(),
    headers: keptHeaders(headers),
    algorithm,
    checksumType: type,
    initiated: service.now(),
  };
  at.uploads.set(upload.id, upload);
  return answerXml(
    [
      'InitiateMultipartUploadResult',
      [
        ['Bucket', at.name],
        ['Key', key],
        ['UploadId', upload.id],
      ],
    ],
    {
      ...encryptionHeaders(upload.headers),
      ...(algorithm && { 'x-amz-checksum-algorithm': algorithm.toUpperCase(), 'x-amz-checksum-type': type }),
    },
  );
}

/** Takes a part, or another one of its number. */
export function uploadPart(call: BucketCall): Answer {
  const { query, payload, service } = call;
  const upload = uploadOf(call);
  const given = query.get('partNumber') ?? '';
  const number = Number(given);
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', given);
  }
  const { bytes, checksum } = payload;
  const needsNone = checksum === undefined && upload.checksumType === 'FULL_OBJECT';
  if (checksum?.algorithm !== upload.algorithm && !needsNone) {
    const [expected, actual] = [upload.algorithm ?? 'null', checksum?.algorithm ?? 'null'];
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${actual}`,
    );
  }
  const digest = md5(bytes);
  const etag = `"${digest.toString('hex')}"`;
  upload.parts.set(number, { body: bytes, etag, md5: digest, checksum, lastModified: service.now() });
  return {
    status: 200,
    headers: {
      etag,
      ...encryptionHeaders(upload.headers),
      ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value }),
    },
  };
}

/** Makes an object of the parts of an upload, whole. */
export function completeMultipartUpload(call: BucketCall): Answer {
  const { at, key, headers, payload, service } = call;
  const upload = uploadOf(call);
  const { body, etag, checksum } = completed(upload, payload.bytes.toString(), headers, service.minPartBytes);
  checkWriteConditions(call);
  at.uploads.delete(upload.id);
  at.hold({ key, body, etag, lastModified: service.now(), headers: upload.headers, checksum });
  return answerXml(
    [
      'CompleteMultipartUploadResult',
      [
        ['Location', `/${at.name}/${key}`],
        ['Bucket', at.name],
        ['Key', key],
        ['ETag', etag],
        ...((checksum
          ? [
              [`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value],
              ['ChecksumType', checksum.type],
            ]
          : []) satisfies Xml[]),
      ],
    ],
    encryptionHeaders(upload.headers),
  );
}

/** Drops an upload and its parts. */
export function abortMultipartUpload(call: BucketCall): Answer {
  call.at.uploads.delete(uploadOf(call).id);
  return DONE;
}

/** The parts of an upload. */
export function listParts(call: BucketCall): Answer {
  const { at, key, query } = call;
  const upload = uploadOf(call);
  const most = Math.min(1_000, Number(query.get('max-parts') ?? 1_000));
  const after = Number(query.get('part-number-marker') ?? 0);
  const parts = [...upload.parts].filter(([number]) => number > after).sort(([a], [b]) => a - b);
  const page = parts.slice(0, most);
  return answerXml([
    'ListPartsResult',
    [
      ['Bucket', at.name],
      ['Key', key],
      ['UploadId', upload.id],
      ['PartNumberMarker', after],
      ['NextPartNumberMarker', page.at(-1)?.[0] ?? after],
      ['MaxParts', most],
      ['IsTruncated', page.length < parts.length],
      ...page.map(([number, part]): Xml => ['Part', partFields(number, part)]),
    ],
  ]);
}

function partFields(number: number, { etag, lastModified, body, checksum }: StoredPart): Xml[] {
  return [
    ['PartNumber', number],
    ['LastModified', lastModified.toISOString()],
    ['ETag', etag],
    ['Size', body.length],
    ...((checksum ? [[`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value]] : []) satisfies Xml[]),
  ];
}

function uploadOf({ at, key, query }: BucketCall): StoredUpload {
  const id = query.get('uploadId') ?? '';
  const upload = at.uploads.get(id);
  if (upload?.key !== key) throw noSuchUpload(id);
  return upload;
}

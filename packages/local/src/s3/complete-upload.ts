import type { StoredPart, StoredUpload } from './bucket.js';
import { type Checksum, checksumHeader, digestOf, md5 } from './checksums.js';
import { childrenOf, type Element, readXml, textOf } from './read-xml.js';
import { invalidRequest, malformedXml, S3Error } from './s3-error.js';

/** What the parts of an upload make. */
export interface Completed {
  readonly body: Buffer;
  /** The MD5 of the parts' MD5s and their number, as S3 computes it. */
  readonly etag: string;
  readonly checksum: Checksum | undefined;
}

/**
 * Puts the parts together that a request names: in ascending order, each with its ETag, and with its checksum where the upload has composite
 * ones. All but the last must be large enough.
 */
export function completed(
  upload: StoredUpload,
  document: string,
  headers: Readonly<Record<string, string>>,
  minPartBytes: number,
): Completed {
  const named = childrenOf(readXml(document, 'CompleteMultipartUpload'), 'Part');
  if (named.length === 0) throw malformedXml();
  let before = 0;
  const parts = named.map((element, at) => {
    const number = Number(textOf(element, 'PartNumber'));
    if (!Number.isInteger(number)) throw malformedXml();
    if (number <= before) {
      throw new S3Error(
        400,
        'InvalidPartOrder',
        'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
      );
    }
    before = number;
    const part = partOf(upload, number, element);
    if (at < named.length - 1 && part.body.length < minPartBytes) {
      throw new S3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        details: { ProposedSize: part.body.length, MinSizeAllowed: minPartBytes, PartNumber: number, ETag: part.etag },
      });
    }
    return part;
  });
  const body = Buffer.concat(parts.map((part) => part.body));
  const digest = md5(Buffer.concat(parts.map((part) => part.md5))).toString('hex');
  const checksum = checksumOf(upload, parts, body);
  const expected = checksum && headers[checksumHeader(checksum.algorithm)];
  if (expected !== undefined && expected !== checksum?.value) {
    throw new S3Error(400, 'BadDigest', 'The checksum you specified did not match the calculated checksum.');
  }
  return { body, etag: `"${digest}-${parts.length}"`, checksum };
}

function partOf({ parts, algorithm, checksumType }: StoredUpload, number: number, element: Element): StoredPart {
  const part = parts.get(number);
  const etag = textOf(element, 'ETag')?.replaceAll('"', '') ?? '';
  const given = algorithm && textOf(element, `Checksum${algorithm.toUpperCase()}`);
  if (algorithm && checksumType === 'COMPOSITE' && given === undefined) {
    throw invalidRequest(
      `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
    );
  }
  if (!part || part.etag !== `"${etag}"` || (given !== undefined && given !== part.checksum?.value)) {
    throw new S3Error(
      400,
      'InvalidPart',
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      { details: { PartNumber: number, ETag: etag } },
    );
  }
  return part;
}

function checksumOf(upload: StoredUpload, parts: readonly StoredPart[], body: Buffer): Checksum | undefined {
  const { algorithm, checksumType: type } = upload;
  if (algorithm === undefined) return undefined;
  if (type === 'FULL_OBJECT') return { algorithm, type, value: digestOf(algorithm, body).toString('base64') };
  const digests = Buffer.concat(parts.map(({ checksum }) => Buffer.from(checksum?.value ?? '', 'base64')));
  return { algorithm, type, value: `${digestOf(algorithm, digests).toString('base64')}-${parts.length}` };
}

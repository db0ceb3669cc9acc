import { createHash } from 'node:crypto';
import { algorithmOf, type Checksum, checksumHeader, digestOf, md5 } from './checksums.js';
import { unframe } from './chunked.js';
import { invalidRequest, S3Error } from './s3-error.js';

/** What a request brought. */
export interface Payload {
  readonly bytes: Buffer;
  /** The checksum that came with it, which holds. */
  readonly checksum: Checksum | undefined;
  /** Whether anything vouched for the bytes. */
  readonly isVouchedFor: boolean;
}

type Headers = Readonly<Record<string, string>>;

/** The body of a request without the frames of its chunks, not yet checked. */
export function unframed(received: Buffer, headers: Headers): ReturnType<typeof unframe> {
  const isFramed = headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true;
  return isFramed ? unframe(received) : { bytes: received, trailers: new Map() };
}

/**
 * Checks a body against what came with it, in headers or trailers: its length, Content-MD5, `x-amz-checksum-*`, and the SHA-256 that was
 * signed. A checksum that does not hold is BadDigest, or XAmzContentSHA256Mismatch for the signed one.
 */
export function checkedPayload(
  { bytes, trailers }: ReturnType<typeof unframe>,
  headers: Headers,
  action: string,
): Payload {
  checkLength(bytes, headers);
  checkSigned(bytes, headers);
  // What comes with the end of an upload is the checksum of the object.
  const checksum = action === 'CompleteMultipartUpload' ? undefined : checksumIn(headers, trailers);
  if (checksum) {
    const { algorithm, value } = checksum;
    if (digestOf(algorithm, bytes).toString('base64') !== value) {
      throw badDigest(`The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`);
    }
  }
  const given = headers['content-md5'];
  if (given !== undefined) {
    const digest = Buffer.from(given, 'base64');
    if (digest.length !== 16) throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified is not valid.');
    if (!digest.equals(md5(bytes))) throw badDigest('The Content-MD5 you specified did not match what we received.');
  }
  return { bytes, checksum, isVouchedFor: checksum !== undefined || given !== undefined };
}

const badDigest = (message: string): S3Error => new S3Error(400, 'BadDigest', message);

function checkLength(bytes: Buffer, headers: Headers): void {
  const length = headers['x-amz-decoded-content-length'];
  if (length === undefined || Number(length) === bytes.length) return;
  throw new S3Error(
    400,
    'IncompleteBody',
    'You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header',
  );
}

function checkSigned(bytes: Buffer, headers: Headers): void {
  const signed = headers['x-amz-content-sha256'];
  if (signed === undefined) {
    throw invalidRequest('Missing required header for this request: x-amz-content-sha256');
  }
  if (signed === 'UNSIGNED-PAYLOAD' || signed.startsWith('STREAMING-')) return;
  if (createHash('sha256').update(bytes).digest('hex') === signed) return;
  throw new S3Error(
    400,
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}

/** The checksum of a request; more than one, or a trailer that was announced and did not come, is refused. */
function checksumIn(headers: Headers, trailers: ReadonlyMap<string, string>): Checksum | undefined {
  const announced = headers['x-amz-trailer'];
  if (announced !== undefined && !trailers.has(announced.toLowerCase())) {
    throw new S3Error(
      400,
      'MalformedTrailerError',
      'The request contained trailing data that was not well-formed or did not conform to our published schema.',
    );
  }
  const given = [...Object.entries(headers), ...trailers].flatMap(([name, value]) => {
    const algorithm = /^x-amz-checksum-(?!algorithm$|mode$|type$)(\w+)$/.exec(name)?.[1];
    return algorithm === undefined ? [] : [{ algorithm: algorithmOf(algorithm), value }];
  });
  const [one, another] = given;
  if (another)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  if (!one) return undefined;
  if (Buffer.from(one.value, 'base64').length !== digestOf(one.algorithm, Buffer.alloc(0)).length) {
    throw invalidRequest(`Value for ${checksumHeader(one.algorithm)} header is invalid.`);
  }
  return { ...one, type: 'FULL_OBJECT' };
}

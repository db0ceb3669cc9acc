import { type Answer, answerXml, type BucketCall, type Call, DONE } from '../call.js';
import { readXml, textOf } from '../read-xml.js';
import { S3Error } from '../s3-error.js';

/** The region that has no name in a LocationConstraint. */
const FIRST_REGION = 'us-east-1';

/** The names of the account's buckets. */
export function listBuckets({ service: { buckets } }: Call): Answer {
  const own = buckets.names().flatMap((name) => {
    const found = buckets.find(name);
    return found === undefined || found.isForeign ? [] : [found];
  });
  return answerXml([
    'ListAllMyBucketsResult',
    [
      [
        'Buckets',
        own.map(({ name, created, region }) => [
          'Bucket',
          [
            ['Name', name],
            ['CreationDate', created.toISOString()],
            ['BucketRegion', region],
          ],
        ]),
      ],
    ],
  ]);
}

/**
 * Makes a bucket. The endpoint of us-east-1 makes those of any region and takes it for done where its own is there already; every other makes
 * its own alone, which must be said in the request.
 */
export function createBucket({ bucket: name, payload, service: { buckets, region } }: Call): Answer {
  checkName(name);
  const wanted = payload.bytes.length === 0 ? '' : locationIn(payload.bytes.toString());
  const asked = wanted === '' ? FIRST_REGION : wanted;
  if (region !== FIRST_REGION && asked !== region) {
    const what = wanted === '' ? 'unspecified' : wanted;
    throw new S3Error(
      400,
      'IllegalLocationConstraintException',
      `The ${what} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  const there = buckets.find(name);
  if (there?.isForeign === true) {
    throw new S3Error(
      409,
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      { details: { BucketName: name } },
    );
  }
  if (there && (region !== FIRST_REGION || there.region !== asked)) {
    throw new S3Error(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      { details: { BucketName: name } },
    );
  }
  if (!there) buckets.create(name, { region: asked });
  return { status: 200, headers: { location: `/${name}` } };
}

/** Whether a bucket is there and may be used. */
export function headBucket({ at }: BucketCall): Answer {
  return { status: 200, headers: { 'x-amz-bucket-region': at.region } };
}

/** Removes an empty bucket. */
export function deleteBucket({ at, service: { buckets } }: BucketCall): Answer {
  if (at.keys('').length > 0) {
    throw new S3Error(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty', {
      details: { BucketName: at.name },
    });
  }
  buckets.drop(at.name);
  return DONE;
}

/** The region, as S3 said it first: us-east-1 is empty. */
export function getBucketLocation({ at }: BucketCall): Answer {
  return answerXml(['LocationConstraint', at.region === FIRST_REGION ? '' : at.region]);
}

function locationIn(document: string): string {
  return textOf(readXml(document, 'CreateBucketConfiguration'), 'LocationConstraint') ?? '';
}

function checkName(name: string): void {
  const isName =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!isName) {
    throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.', {
      details: { BucketName: name },
    });
  }
}

import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import type { DeployedResource } from '@flowmap/asl';
import type { Json, JsonObject } from '@flowmap/graph';
import { isNamed } from '../../aws/fault.js';
import type { Site } from '../../kinds/kind.js';
import type { BaseKind } from './kind.js';

/** The policy of the bucket. Statements of others stay; ours are known by their Sids. */
export const BASE_BUCKET_POLICY: BaseKind = {
  type: 'AWS::S3::BucketPolicy',

  async read({ aws, account }, { Name }) {
    try {
      const asked = new GetBucketPolicyCommand({ Bucket: Name, ExpectedBucketOwner: account });
      const { Policy: text } = await aws.s3.send(asked);
      return text === undefined ? undefined : { PolicyDocument: JSON.parse(text) as Json };
    } catch (error) {
      // Of a bucket that is not there yet there is no policy either.
      if (isNamed(error, 'NoSuchBucketPolicy', 'NoSuchBucket')) return undefined;
      throw error;
    }
  },

  merged({ PolicyDocument: wanted }, { PolicyDocument: found }) {
    const [ours, theirs] = [statements(wanted), statements(found)];
    const sids = ours.map(({ Sid }) => Sid);
    const others = theirs.filter(({ Sid }) => !sids.includes(Sid));
    const kept = theirs.filter(({ Sid }) => sids.includes(Sid));
    const document = { ...(found as JsonObject), Statement: [...others, ...ours] };
    const isSame = ours.every((own) => kept.some((there) => isAlike(there, own)));
    return { PolicyDocument: isSame ? (found ?? null) : document };
  },

  create: put,
  update: put,
};

async function put({ aws, account }: Site, { Name, Properties }: DeployedResource): Promise<void> {
  const Policy = JSON.stringify(Properties['PolicyDocument']);
  await aws.s3.send(new PutBucketPolicyCommand({ Bucket: Name, ExpectedBucketOwner: account, Policy }));
}

function statements(document: Json | undefined): readonly JsonObject[] {
  const { Statement: statement = [] } = (document ?? {}) as {
    readonly Statement?: JsonObject | readonly JsonObject[];
  };
  return Array.isArray(statement) ? (statement as readonly JsonObject[]) : [statement as JsonObject];
}

/** S3 may give a list of one as its only text. */
function isAlike(one: JsonObject, other: JsonObject): boolean {
  const listed = (statement: JsonObject): string =>
    JSON.stringify(
      ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'].map((field) => {
        const value = statement[field] ?? null;
        return field === 'Action' || field === 'Resource' ? (Array.isArray(value) ? value : [value]) : value;
      }),
    );
  return listed(one) === listed(other);
}

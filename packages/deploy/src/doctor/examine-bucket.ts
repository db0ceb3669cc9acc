import type { JsonObject } from '@flowmap/graph';
import { BASE_BUCKET, readBucket } from '../infra/base/bucket.js';
import { BASE_BUCKET_POLICY } from '../infra/base/bucket-policy.js';
import { isEqual } from '../plan/differences.js';
import { type AccountToExamine, baseResource } from './account-to-examine.js';
import { error, examined, type Finding, ok, warning } from './finding.js';

const ABOUT = 'bucket';
const MAKE = 'flow-cli bootstrap puts it right, and leaves what is stricter.';

/** What is not as bootstrap makes it, by the property. Tags alone say nothing of how it works. */
const UNLIKE: { readonly [property: string]: string } = {
  PublicAccessBlockConfiguration: 'does not block public access',
  OwnershipControls: 'lets objects belong to other accounts',
  BucketEncryption: 'is not encrypted as it is configured',
  LifecycleConfiguration: 'keeps the parts of uploads that nobody finished',
};

/** Looks at the bucket of artifacts: that it is there, and each of its settings. */
export async function examineBucket(account: AccountToExamine): Promise<readonly Finding[]> {
  const { site, bucket } = account;
  let isThere = false;
  const settings = await examined(ABOUT, `The bucket ${bucket}`, async () => {
    const found = await readBucket(site, bucket);
    if (!found) return [error(ABOUT, `There is no bucket ${bucket}.`, 'flow-cli bootstrap makes it.')];
    isThere = true;
    const merged = BASE_BUCKET.merged(baseResource(account, BASE_BUCKET.type).Properties, found);
    return [ok(ABOUT, `The bucket ${bucket} is there, in ${site.region}.`), ...unlike(bucket, found, merged)];
  });
  if (!isThere || account.insecureTransport) return settings;
  return [...settings, ...(await examined(ABOUT, `The policy of the bucket ${bucket}`, () => examinePolicy(account)))];
}

function unlike(bucket: string, found: JsonObject, merged: JsonObject): readonly Finding[] {
  const wrong = Object.entries(UNLIKE)
    .filter(([property]) => !isEqual(found[property] ?? null, merged[property] ?? null))
    .map(([, what]) => warning(ABOUT, `The bucket ${bucket} ${what}.`, MAKE));
  if (wrong.length > 0) return wrong;
  return [ok(ABOUT, 'It is encrypted, never public, and forgets uploads that nobody finished.')];
}

async function examinePolicy(account: AccountToExamine): Promise<readonly Finding[]> {
  const wanted = baseResource(account, BASE_BUCKET_POLICY.type);
  const found = await BASE_BUCKET_POLICY.read(account.site, wanted);
  const merged = found && BASE_BUCKET_POLICY.merged(wanted.Properties, found);
  if (merged && isEqual(found, merged)) return [ok(ABOUT, 'It is reached by TLS alone.')];
  return [warning(ABOUT, `The bucket ${account.bucket} is reached without TLS, too.`, MAKE)];
}

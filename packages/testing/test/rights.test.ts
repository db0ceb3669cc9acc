import { describe, expect, test } from '@jest/globals';
import type { PolicyStatement } from '@flowmap/asl';
import { distributed } from '@flowmap/map-distributed';
import { inMemory, missingRights } from '@flowmap/testing';
import { wide } from '../src/strategy/flows.js';

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b';

const { compiled, target } = inMemory(wide(distributed({ results: 'manifest' }), 'one step'), { target: { key: KEY } });

/** What is missing when the policies are changed. */
function without(change: (policy: PolicyStatement) => PolicyStatement): readonly string[] {
  return missingRights(compiled.definition, compiled.policies.map(change), target);
}

describe('the rights of states that use the bucket of artifacts', () => {
  test('are all there', () => {
    expect(without((policy) => policy)).toEqual([]);
  });

  const objects = 'arn:aws:s3:::flowmap-artifacts/*';
  test.each([
    ['s3:PutObject', [`each: s3:PutObject on ${objects}`]],
    ['s3:GetObject', ['each', 'each.manifest', 'each.first'].map((state) => `${state}: s3:GetObject on ${objects}`)],
    ['s3:ListMultipartUploadParts', [`each: s3:ListMultipartUploadParts on ${objects}`]],
    ['s3:AbortMultipartUpload', [`each: s3:AbortMultipartUpload on ${objects}`]],
    ['kms:Decrypt', ['each', 'each.manifest', 'each.first'].map((state) => `${state}: kms:Decrypt on ${KEY}`)],
    ['kms:Encrypt', [`each: kms:Encrypt on ${KEY}`]],
    ['kms:GenerateDataKey', [`each: kms:GenerateDataKey on ${KEY}`]],
  ])('without %s are found missing', (gone, missing) => {
    expect(without((policy) => ({ ...policy, Action: policy.Action.filter((action) => action !== gone) }))).toEqual(
      missing,
    );
  });

  test('on another bucket are of no use', () => {
    const elsewhere = without((policy) => ({
      ...policy,
      Resource: policy.Resource.map((arn) => arn.replace('flowmap-artifacts', 'other')),
    }));
    expect(elsewhere).toContain(`each.manifest: s3:GetObject on ${objects}`);
  });

  test('lie below the prefix of the foreach', () => {
    expect(compiled.policies.flatMap(({ Resource: resources }) => resources)).toContain(
      'arn:aws:s3:::flowmap-artifacts/wide/*/_map/each/*',
    );
  });
});

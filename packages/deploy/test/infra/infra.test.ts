import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isFlowError } from '@flowmap/graph';
import { cloudformation, infra, scheduleRole, terraform, type InfraOptions } from '../../src/index.js';
import { blockText } from '../../src/infra/terraform/hcl.js';
import { KEY, TARGET } from '../rights/place.js';

const NETWORK = { subnets: ['subnet-0123abcd'], securityGroups: ['sg-0123abcd'] };
const options: fc.Arbitrary<InfraOptions> = fc.record(
  {
    account: fc.constant('123456789012'),
    region: fc.constant('eu-central-1'),
    bucket: fc.constant('ours'),
    table: fc.constant('facts'),
    key: fc.constant(KEY),
    versioning: fc.boolean(),
    expireDays: fc.integer({ min: 1, max: 400 }),
    batch: fc.constantFrom({ type: 'FARGATE' as const, ...NETWORK }, { type: 'EC2' as const, ...NETWORK, maxVcpus: 8 }),
    flow: fc.constant({ deployment: 'flights', roles: { schedule: scheduleRole(TARGET) } }),
    tags: fc.constant({ team: 'data' }),
  },
  { requiredKeys: [] },
);

interface Template {
  readonly Parameters?: { readonly [id: string]: unknown };
  readonly Resources: {
    readonly [id: string]: { readonly Type: string; readonly DeletionPolicy?: string; readonly Properties: Properties };
  };
  readonly Outputs: { readonly [id: string]: unknown };
}
interface Properties {
  readonly [name: string]: unknown;
}

const template = (given: InfraOptions): Template => JSON.parse(cloudformation(infra(given))) as Template;

/** All ids that a template refers to. */
function referred(value: unknown): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value)) return value.flatMap(referred);
  return Object.entries(value).flatMap(([name, item]) => {
    if (name === 'Ref') return [String(item)];
    if (name === 'Fn::GetAtt') return [String((item as unknown[])[0])];
    if (name === 'Fn::Sub') return [...String(item).matchAll(/\$\{([\w:]+)/gu)].map(([, id = '']) => id);
    return referred(item);
  });
}

test('a template refers only to what is in it, and uses all of its parameters', () => {
  fc.assert(
    fc.property(options, (given) => {
      const made = template(given);
      const own = referred([made.Resources, made.Outputs]).filter((id) => !id.startsWith('AWS::'));
      const parameters = Object.keys(made.Parameters ?? {});
      expect([...Object.keys(made.Resources), ...parameters]).toEqual(expect.arrayContaining(own));
      expect(own).toEqual(expect.arrayContaining(parameters));
    }),
  );
});

test('both templates keep the bucket and the table, and tag all that can be tagged', () => {
  fc.assert(
    fc.property(options, (given) => {
      const { Resources } = template(given);
      const kept = Object.values(Resources).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain');
      expect(kept.map(({ Type }) => Type)).toEqual([
        'AWS::S3::Bucket',
        'AWS::S3::BucketPolicy',
        'AWS::DynamoDB::Table',
      ]);
      const text = terraform(infra(given));
      expect(text.match(/prevent_destroy = true/gu)).toHaveLength(3);
      const bare = Object.values(Resources).filter(
        ({ Properties }) => !JSON.stringify(Properties).includes('flowmap:'),
      );
      expect(bare.map(({ Type }) => Type).filter((type) => !/Policy$|InstanceProfile$/u.test(type))).toEqual([]);
    }),
  );
});

test('a module of Terraform declares all that it uses', () => {
  fc.assert(
    fc.property(options, (given) => {
      const text = terraform(infra(given));
      const declared = [...text.matchAll(/^(?:resource|data) "(\w+)" "(\w+)"/gmu)].map(
        ([, type, name]) => `${type}.${name}`,
      );
      const variables = [...text.matchAll(/^variable "(\w+)"/gmu)].map(([, name]) => name);
      const used = [...text.matchAll(/\b(aws_\w+\.\w+)\./gu)].map(([, address = '']) => address);
      expect(declared).toEqual(expect.arrayContaining(used));
      expect(new Set([...text.matchAll(/var\.(\w+)/gu)].map(([, name]) => name))).toEqual(new Set(variables));
    }),
  );
});

describe('the bucket', () => {
  const bucketOf = (given: InfraOptions) =>
    template(given).Resources['Bucket']?.Properties as {
      readonly BucketName: unknown;
      readonly LifecycleConfiguration: { readonly Rules: readonly { readonly Prefix?: string }[] };
    };

  test('is named after account and region, or where these are not known yet, in the template', () => {
    expect(bucketOf({ account: '123456789012', region: 'eu-central-1' }).BucketName).toBe(
      'flowmap-123456789012-eu-central-1',
    );
    expect(bucketOf({}).BucketName).toEqual({ 'Fn::Sub': 'flowmap-${AWS::AccountId}-${AWS::Region}' });
    expect(bucketOf({ bucket: 'ours' }).BucketName).toBe('ours');
  });

  test('loses artifacts of every flow by age, and code never', () => {
    const prefixes = bucketOf({ expireDays: 30 }).LifecycleConfiguration.Rules.flatMap(({ Prefix }) => Prefix ?? []);
    const expires = (key: string) => prefixes.some((prefix) => key.startsWith(prefix));
    expect(['flights/run', 'Zoo/run', 'a/run'].map(expires)).toEqual([true, true, true]);
    expect(expires('.flowmap/code/0.mjs.gz')).toBe(false);
  });
});

test.each<[string, InfraOptions]>([
  ['no account', { account: '12' }],
  ['no ARN of a key', { key: 'alias/ours' }],
  ['after 0 days', { expireDays: 0 }],
  ['needs to know where', { batch: { type: 'EC2', subnets: [], securityGroups: ['sg-1'] } }],
  ['on 0.5 vCPUs', { batch: { type: 'EC2', ...NETWORK, maxVcpus: 0.5 } }],
])('refused: %s', (words, given) => {
  try {
    infra(given);
  } catch (error) {
    if (!isFlowError(error)) throw error;
    expect([error.code, error.message]).toEqual(['INFRA_REFUSED', expect.stringContaining(words)]);
    return;
  }
  throw new Error('it was taken');
});

test('a text of Terraform means itself, whatever is in it', () => {
  expect(blockText({ block: 'a', labels: ['b'], body: { text: '${x} %{y} "z" \\' } })).toBe(
    'a "b" {\n  text = "$${x} %%{y} \\"z\\" \\\\"\n}',
  );
});

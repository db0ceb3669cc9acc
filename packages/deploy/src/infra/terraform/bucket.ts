import { invariant, type JsonObject } from '@flowmap/graph';
import { Expression, JsonEncoded, type Block, type Body, type Hcl } from './hcl.js';
import { lifecycle, type Mapping } from './mapping.js';
import { onlyKnown, snake, tagMap, type Scope } from './scope.js';

/** Terraform has a resource for each side of a bucket. */
export const bucketMapping: Mapping = {
  names: { type: 'aws_s3_bucket', ref: 'id', attributes: { Arn: 'arn' } },
  blocks(resource, scope) {
    const { Properties: properties, id } = resource;
    onlyKnown(resource.Type, properties, [
      'BucketName',
      'BucketEncryption',
      'PublicAccessBlockConfiguration',
      'OwnershipControls',
      'VersioningConfiguration',
      'LifecycleConfiguration',
      'Tags',
    ]);
    const name = snake(id);
    const side = (type: string, body: Body): Block => ({
      block: 'resource',
      labels: [`aws_s3_bucket_${type}`, name],
      body: { bucket: new Expression(`aws_s3_bucket.${name}.id`), ...body },
    });
    const access = properties['PublicAccessBlockConfiguration'] as JsonObject;
    const { Rules: owners } = properties['OwnershipControls'] as { readonly Rules: readonly JsonObject[] };
    const { Rules: rules } = properties['LifecycleConfiguration'] as unknown as { readonly Rules: readonly Rule[] };
    return [
      {
        block: 'resource',
        labels: ['aws_s3_bucket', name],
        body: {
          bucket: scope.value(properties['BucketName'] as string),
          tags: tagMap(properties['Tags']),
          lifecycle: lifecycle(resource),
        },
      },
      side('server_side_encryption_configuration', { rule: [encryption(properties, scope)] }),
      side('public_access_block', {
        block_public_acls: access['BlockPublicAcls'] as boolean,
        block_public_policy: access['BlockPublicPolicy'] as boolean,
        ignore_public_acls: access['IgnorePublicAcls'] as boolean,
        restrict_public_buckets: access['RestrictPublicBuckets'] as boolean,
      }),
      side('ownership_controls', {
        rule: [{ block: 'rule', body: { object_ownership: owners[0]?.['ObjectOwnership'] as string } }],
      }),
      ...(properties['VersioningConfiguration'] === undefined
        ? []
        : [
            side('versioning', {
              versioning_configuration: [{ block: 'versioning_configuration', body: { status: 'Enabled' } }],
            }),
          ]),
      side('lifecycle_configuration', { rule: lifecycleRules(rules, scope) }),
    ];
  },
};

function encryption({ BucketEncryption: encrypted }: JsonObject, scope: Scope): Block {
  const { ServerSideEncryptionConfiguration: rules } = encrypted as {
    readonly ServerSideEncryptionConfiguration: readonly {
      readonly ServerSideEncryptionByDefault: { readonly SSEAlgorithm: string; readonly KMSMasterKeyID?: JsonObject };
      readonly BucketKeyEnabled?: boolean;
    }[];
  };
  const [rule] = rules;
  const { SSEAlgorithm: algorithm = '', KMSMasterKeyID: key } = rule?.ServerSideEncryptionByDefault ?? {};
  return {
    block: 'rule',
    body: {
      bucket_key_enabled: rule?.BucketKeyEnabled,
      apply: [
        {
          block: 'apply_server_side_encryption_by_default',
          body: { sse_algorithm: algorithm, kms_master_key_id: key && scope.value(key) },
        },
      ],
    },
  };
}

interface Rule {
  readonly Id: string;
  readonly Status: string;
  readonly Prefix?: string;
  readonly ExpirationInDays?: JsonObject;
  readonly ExpiredObjectDeleteMarker?: boolean;
  readonly AbortIncompleteMultipartUpload?: { readonly DaysAfterInitiation: number };
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number };
}

/** Rules that differ in their prefix alone are one dynamic block. */
function lifecycleRules(rules: readonly Rule[], scope: Scope): readonly Block[] {
  const whole = rules.filter(({ Prefix: prefix }) => prefix === undefined);
  const byPrefix = rules.filter(({ Prefix: prefix }) => prefix !== undefined);
  const [first] = byPrefix;
  return [
    ...whole.map((rule): Block => ({ block: 'rule', body: ruleBody(rule, rule.Id, '', scope) })),
    ...(first
      ? [
          {
            block: 'dynamic',
            labels: ['rule'],
            body: {
              for_each: letters(byPrefix.map(({ Prefix: prefix = '' }) => prefix)),
              content: [
                {
                  block: 'content',
                  body: ruleBody(
                    first,
                    new Expression('"artifacts-${rule.value}"'),
                    new Expression('rule.value'),
                    scope,
                  ),
                },
              ],
            },
          },
        ]
      : []),
  ];
}

/** Prefixes of one letter each, as a set. */
function letters(prefixes: readonly string[]): Expression {
  invariant(
    prefixes.every((prefix) => /^\w$/u.test(prefix)),
    'a prefix of a rule is no letter',
  );
  return new Expression(`toset(split("", "${prefixes.join('')}"))`);
}

function ruleBody(rule: Rule, id: Hcl, prefix: Hcl, scope: Scope): Body {
  const { AbortIncompleteMultipartUpload: abort, NoncurrentVersionExpiration: noncurrent } = rule;
  return {
    id,
    status: rule.Status,
    filter: [{ block: 'filter', body: { prefix } }],
    abort: abort && [
      { block: 'abort_incomplete_multipart_upload', body: { days_after_initiation: abort.DaysAfterInitiation } },
    ],
    noncurrent: noncurrent && [
      { block: 'noncurrent_version_expiration', body: { noncurrent_days: noncurrent.NoncurrentDays } },
    ],
    expiration: expiration(rule, scope),
  };
}

function expiration(
  { ExpirationInDays: days, ExpiredObjectDeleteMarker: marker }: Rule,
  scope: Scope,
): readonly Block[] | undefined {
  if (days === undefined && marker === undefined) return undefined;
  return [{ block: 'expiration', body: { days: days && scope.value(days), expired_object_delete_marker: marker } }];
}

/** Who may do what with the bucket. */
export const bucketPolicyMapping: Mapping = {
  names: { type: 'aws_s3_bucket_policy', ref: 'id', attributes: {} },
  blocks(resource, scope) {
    const { Properties: properties, id } = resource;
    onlyKnown(resource.Type, properties, ['Bucket', 'PolicyDocument']);
    return [
      {
        block: 'resource',
        labels: ['aws_s3_bucket_policy', snake(id)],
        body: {
          bucket: scope.value(properties['Bucket'] as JsonObject),
          policy: new JsonEncoded(scope.value(properties['PolicyDocument'] as JsonObject)),
          lifecycle: lifecycle(resource),
        },
      },
    ];
  },
};

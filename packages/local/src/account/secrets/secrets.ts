import { arnOf } from '../home.js';
import { AwsError } from '../protocol/aws-error.js';
import { awsJson, JSON_REFUSALS } from '../protocol/json.js';
import { operation } from '../protocol/operation.js';
import type { Service } from '../protocol/service.js';
import { flag, list, structure, text, whole } from '../protocol/shape.js';
import type { World } from '../world.js';

interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly version: string;
  readonly created: Date;
  readonly description: string | undefined;
  readonly text: string | undefined;
  /** Base64. */
  readonly binary: string | undefined;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
}

const ID = text({ min: 1, max: 2048 });

/** Secrets Manager: whether a secret is there, and what it says. Each has one version. */
export function secrets({ home, now, ids }: World): Service {
  const byName = new Map<string, Secret>();
  const find = (id: string): Secret => {
    // An ARN may leave out the six characters that the service put behind the name.
    const found = [...byName.values()].find(({ name, arn }) => [name, arn, arn.slice(0, -7)].includes(id));
    if (found === undefined) {
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    }
    return found;
  };
  const resource = ({ SecretId: id }: { readonly SecretId: string }): string =>
    [...byName.values()].find(({ name }) => name === id)?.arn ??
    (id.startsWith('arn:') ? id : arnOf(home, 'secretsmanager', `secret:${id}`));

  return {
    name: 'secretsmanager',
    protocol: awsJson('1.1', 'secretsmanager'),
    refusals: { ...JSON_REFUSALS, failed: ['InternalServiceError', 500] },
    operations: {
      CreateSecret: operation({
        required: { Name: text({ min: 1, max: 512, pattern: /^[A-Za-z0-9/_+=.@-]+$/ }) },
        optional: {
          ClientRequestToken: text({ min: 32, max: 64 }),
          Description: text({ max: 2048 }),
          SecretString: text({ min: 1, max: 65_536 }),
          SecretBinary: text({ min: 1, max: 87_384 }),
          Tags: list(structure({ Key: text({ min: 1, max: 128 }), Value: text({ max: 256 }) }, {}), 0, 50),
        },
        resource: ({ Name: name }) => arnOf(home, 'secretsmanager', `secret:${name}`),
        run({ Name: name, Tags: tags = [], ...given }) {
          if (given.SecretString !== undefined && given.SecretBinary !== undefined) {
            throw new AwsError('InvalidParameterException', 'You can’t specify both SecretString and SecretBinary.');
          }
          const before = byName.get(name);
          if (before !== undefined && before.version !== given.ClientRequestToken) {
            throw new AwsError(
              'ResourceExistsException',
              `The operation failed because the secret ${name} already exists.`,
            );
          }
          const made = before ?? {
            name,
            arn: arnOf(home, 'secretsmanager', `secret:${name}-${ids.unique('').slice(-6)}`),
            version: given.ClientRequestToken ?? ids.uuid(),
            created: now(),
            description: given.Description,
            text: given.SecretString,
            binary: given.SecretBinary,
            tags,
          };
          byName.set(name, made);
          return { ARN: made.arn, Name: name, VersionId: made.version };
        },
      }),

      DescribeSecret: operation({
        required: { SecretId: ID },
        resource,
        run({ SecretId: id }) {
          const { name, arn, version, created, description, tags } = find(id);
          return {
            ARN: arn,
            Name: name,
            Description: description,
            CreatedDate: created,
            LastChangedDate: created,
            VersionIdsToStages: { [version]: ['AWSCURRENT'] },
            Tags: tags,
          };
        },
      }),

      GetSecretValue: operation({
        required: { SecretId: ID },
        optional: { VersionId: text(), VersionStage: text() },
        resource,
        run({ SecretId: id, VersionId: version, VersionStage: stage = 'AWSCURRENT' }) {
          const found = find(id);
          const isThere = (version ?? found.version) === found.version && stage === 'AWSCURRENT';
          if (!isThere || (found.text ?? found.binary) === undefined) {
            throw new AwsError(
              'ResourceNotFoundException',
              `Secrets Manager can't find the specified secret value for staging label: ${stage}`,
            );
          }
          return {
            ARN: found.arn,
            Name: found.name,
            VersionId: found.version,
            SecretString: found.text,
            SecretBinary: found.binary,
            VersionStages: ['AWSCURRENT'],
            CreatedDate: found.created,
          };
        },
      }),

      DeleteSecret: operation({
        required: { SecretId: ID },
        optional: { ForceDeleteWithoutRecovery: flag, RecoveryWindowInDays: whole(7, 30) },
        resource,
        run({ SecretId: id }) {
          const { name, arn } = find(id);
          byName.delete(name);
          return { ARN: arn, Name: name, DeletionDate: now() };
        },
      }),
    },
    contents: () =>
      Object.fromEntries(
        [...byName.values()].map(({ name, text: value, tags }) => [`secret ${name}`, { value, tags }]),
      ),
  };
}

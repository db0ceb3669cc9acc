import { FlowError, type SecretReference } from '@flowmap/graph';
import { dynamodbMetadata } from '@flowmap/metadata-dynamodb';
import { keptSecrets } from '@flowmap/runtime/secrets';
import type { MetadataStore, ObjectStore } from '@flowmap/store';
import { s3Objects } from '@flowmap/store/s3';
import { awsSecrets } from './aws-secrets.js';
import type { TaskEnvironment } from '../model/environment.js';

/** The stores of a deployment, and its secrets. */
export interface OpenPlace {
  readonly objects: ObjectStore;
  readonly metadata: MetadataStore;
  readonly deployment: string;
  secret(reference: SecretReference): Promise<string>;
}

/** Opens the stores that the environment names. Throws `NOT_DEPLOYED` where it names none. */
export function openPlace(env: Partial<TaskEnvironment>): OpenPlace {
  return {
    objects: s3Objects({ bucket: named(env, 'FLOWMAP_BUCKET') }),
    metadata: dynamodbMetadata({ table: named(env, 'FLOWMAP_TABLE'), now: () => Date.now() }),
    deployment: named(env, 'FLOWMAP_DEPLOYMENT'),
    secret: keptSecrets(awsSecrets(), () => Date.now()),
  };
}

function named(env: Partial<TaskEnvironment>, name: keyof TaskEnvironment): string {
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  throw new FlowError('NOT_DEPLOYED', `the variable ${name} is not set, so this code does not know its deployment`, {
    hint: 'Functions and job definitions that `flow-cli deploy` makes have it: deploy the flow again.',
  });
}

import type { SecretReference } from '@flowmap/graph';

/** What can be said of a secret beside its name. */
export interface SecretOptions {
  /** The field of a secret whose text is a JSON object. Default: the whole text. */
  readonly key?: string;
  /** ARN of the customer key that it is encrypted with: the right to use it is then asked for. */
  readonly kmsKey?: string;
}

/**
 * A secret of AWS Secrets Manager, by name or ARN, for `secrets` of a step: its code receives the value as `env`. It is fetched when
 * a task begins, and is in no definition, graph, log or artifact. In a local run it is the variable FLOWMAP_SECRET_ and the name
 * under `secrets`, or that name alone.
 *
 * @example
 * step('load', { secrets: { PASSWORD: secret('prod/db', { key: 'password' }) } }, ({ env }) => connect(env.PASSWORD));
 */
export function secret(name: string, { key, kmsKey }: SecretOptions = {}): SecretReference {
  return {
    from: 'secretsmanager',
    name,
    ...(key === undefined ? {} : { key }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
  };
}

/** A parameter of AWS Systems Manager Parameter Store, by name or ARN, decrypted. As {@link secret} in all else. */
export function ssmParameter(name: string, { kmsKey }: Pick<SecretOptions, 'kmsKey'> = {}): SecretReference {
  return { from: 'ssm', name, ...(kmsKey === undefined ? {} : { kmsKey }) };
}

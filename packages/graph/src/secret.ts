/**
 * Where a secret value is kept. Only this is in a graph: the value is fetched when a task begins, and goes nowhere but to the code of its
 * step.
 */
export type SecretReference =
  /** A secret of AWS Secrets Manager, by name or ARN. With `key`, a field of a secret whose text is a JSON object. */
  | (SecretBase & { readonly from: 'secretsmanager'; readonly key?: string })
  /** A parameter of AWS Systems Manager Parameter Store, by name or ARN. */
  | (SecretBase & { readonly from: 'ssm' });

interface SecretBase {
  readonly name: string;
  /** ARN of the customer key that it is encrypted with: the right to use it is then asked for. */
  readonly kmsKey?: string;
}

/** A secret as people name it: `the secret prod/token`, `the parameter /prod/url`. */
export function secretWords(reference: SecretReference): string {
  const key = reference.from === 'secretsmanager' && reference.key !== undefined ? ` (${reference.key})` : '';
  return `the ${reference.from === 'ssm' ? 'parameter' : 'secret'} ${reference.name}${key}`;
}

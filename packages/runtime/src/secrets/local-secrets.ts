import type { SecretReference } from '@flowmap/graph';
import { FlowError, secretWords } from '@flowmap/graph';

/**
 * Takes secrets from variables, for a run on the author's machine: FLOWMAP_SECRET_ and the name under `secrets`, or that name alone. A
 * variable holds the value itself, also where a key is given. Throws `SECRET_MISSING` where there is neither.
 */
export function localSecrets(env: {
  readonly [name: string]: string | undefined;
}): (reference: SecretReference, name: string) => Promise<string> {
  return async (reference, name) => {
    const value = env[`FLOWMAP_SECRET_${name}`] ?? env[name];
    if (value !== undefined) return value;
    throw new FlowError('SECRET_MISSING', `${name} is ${secretWords(reference)}, which a local run does not fetch`, {
      hint: `Set the variable FLOWMAP_SECRET_${name} to a value for this run.`,
    });
  };
}

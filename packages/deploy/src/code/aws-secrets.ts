import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { FlowError, secretWords, type SecretReference } from '@flowmap/graph';

/** Clients that are there already. Absent: made when the first secret is fetched, with what the environment says. */
export interface SecretClients {
  readonly secretsManager?: SecretsManagerClient;
  readonly ssm?: SSMClient;
}

/** What the services call a secret that they do not have, and one that may not be read. */
const MISSING = ['ResourceNotFoundException', 'ParameterNotFound'];
const DENIED = ['AccessDeniedException', 'DecryptionFailure', 'KMSAccessDeniedException'];

/**
 * Fetches secrets from AWS Secrets Manager and Systems Manager. Throws `SECRET_MISSING`, `SECRET_DENIED` and, for what may be better
 * later, `SECRET_FAILED`; none of their messages has a value in it.
 */
export function awsSecrets({ secretsManager, ssm }: SecretClients = {}): (
  reference: SecretReference,
) => Promise<string> {
  let manager = secretsManager;
  let parameters = ssm;
  const textOf = async (reference: SecretReference): Promise<string | undefined> => {
    if (reference.from === 'ssm') {
      parameters ??= new SSMClient();
      const found = await parameters.send(new GetParameterCommand({ Name: reference.name, WithDecryption: true }));
      return found.Parameter?.Value;
    }
    manager ??= new SecretsManagerClient();
    const { SecretString, SecretBinary } = await manager.send(new GetSecretValueCommand({ SecretId: reference.name }));
    return SecretString ?? (SecretBinary && Buffer.from(SecretBinary).toString('utf8'));
  };
  return async (reference) => {
    let text: string | undefined;
    try {
      text = await textOf(reference);
    } catch (cause) {
      throw faultOf(reference, cause);
    }
    if (text === undefined) throw missing(`${secretWords(reference)} has no text`);
    return reference.from === 'secretsmanager' && reference.key !== undefined
      ? fieldOf(text, reference, reference.key)
      : text;
  };
}

function fieldOf(text: string, reference: SecretReference, key: string): string {
  const fields = parsed(text);
  const value =
    typeof fields === 'object' && fields !== null && Object.hasOwn(fields, key) ? (fields as Fields)[key] : undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw missing(`${secretWords(reference)} is no JSON object with a text of that name`);
}

interface Fields {
  readonly [name: string]: unknown;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's error would tell a part of the secret.
    return undefined;
  }
}

function faultOf(reference: SecretReference, cause: unknown): FlowError {
  const { name, message } = cause as Error;
  const words = secretWords(reference);
  if (MISSING.includes(name)) return missing(`there is no such thing as ${words}`, cause);
  if (DENIED.includes(name)) {
    return new FlowError('SECRET_DENIED', `the code may not read ${words}: ${message}`, {
      cause,
      hint: 'Deploy the flow again; with a key of your own, name it as `kmsKey` of the secret.',
    });
  }
  return new FlowError('SECRET_FAILED', `${words} could not be read: ${name}: ${message}`, { cause });
}

function missing(message: string, cause?: unknown): FlowError {
  return new FlowError('SECRET_MISSING', message, {
    ...(cause === undefined ? {} : { cause }),
    hint: 'Make it in the account and region of the deployment, or name another one.',
  });
}

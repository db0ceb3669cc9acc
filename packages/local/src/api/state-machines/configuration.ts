import { ApiError } from '../protocol/api-error.js';
import type { Revision } from './machine-record.js';

/** Settings of a state machine in a request. They are kept and given back; nothing here writes logs or traces. */
export interface Configuration {
  readonly roleArn?: string;
  readonly loggingConfiguration?: { readonly level?: string; readonly destinations?: readonly unknown[] };
  readonly tracingConfiguration?: { readonly enabled?: boolean };
  readonly encryptionConfiguration?: { readonly type: string; readonly kmsKeyId?: string };
}

/** The settings as a revision keeps them, those that a request leaves out from `before`. */
export function configured(
  { roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration }: Configuration,
  before: Pick<Revision, 'role' | 'logging' | 'tracing' | 'encryption'>,
): Pick<Revision, 'role' | 'logging' | 'tracing' | 'encryption'> {
  if (roleArn?.startsWith('arn:') === false) {
    throw new ApiError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${roleArn}'`);
  }
  checkLogging(loggingConfiguration);
  checkEncryption(encryptionConfiguration);
  const encryption = encryptionConfiguration ?? before.encryption;
  return {
    role: roleArn ?? before.role,
    logging:
      loggingConfiguration === undefined
        ? before.logging
        : { level: 'OFF', includeExecutionData: false, ...loggingConfiguration },
    tracing: tracingConfiguration === undefined ? before.tracing : { enabled: false, ...tracingConfiguration },
    ...(encryption !== undefined && { encryption }),
  };
}

/** What a state machine has that was created without them. */
export const UNCONFIGURED: Pick<Revision, 'role' | 'logging' | 'tracing'> = {
  role: '',
  logging: { includeExecutionData: false, level: 'OFF' },
  tracing: { enabled: false },
};

function checkLogging(logging: Configuration['loggingConfiguration']): void {
  if (logging === undefined) return;
  const count = logging.destinations?.length ?? 0;
  const wanted = (logging.level ?? 'OFF') !== 'OFF';
  if (count > 1 || (wanted && count !== 1)) {
    throw new ApiError(
      'InvalidLoggingConfiguration',
      'Invalid Logging Configuration: Must specify exactly one Log Destination.',
    );
  }
}

function checkEncryption(encryption: Configuration['encryptionConfiguration']): void {
  if (encryption === undefined) return;
  const named = encryption.kmsKeyId !== undefined;
  if (named === (encryption.type === 'CUSTOMER_MANAGED_KMS_KEY')) return;
  throw new ApiError(
    'InvalidEncryptionConfiguration',
    `Invalid Encryption Configuration: '${encryption.type} ${named ? 'takes no' : 'needs a'} kmsKeyId'`,
  );
}

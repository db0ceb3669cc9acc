import type { Roles } from '../iam/roles.js';
import type { Settings } from './function-record.js';
import { invalid } from './functions.js';

/** Bytes of all variables. Source: Lambda developer guide, "Lambda quotas". */
const MOST_VARIABLES = 4096;

/** Source: Lambda developer guide, "Defined runtime environment variables": the reserved ones. */
const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

/** What a function has where nothing is said. */
export function defaultSettings(functionName: string): Readonly<Record<string, unknown>> {
  return {
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    TracingConfig: { Mode: 'PassThrough' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${functionName}` },
    SnapStart: { ApplyOn: 'None' },
  };
}

/** Settings with those that a request brings. Throws `InvalidParameterValueException`. */
export function withSettings(
  before: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
  roles: Roles,
): Settings {
  const variables = (given['Environment'] as { Variables?: Record<string, string> } | undefined)?.Variables;
  if (variables !== undefined) checkVariables(variables);
  const settings = {
    ...before,
    ...given,
    ...(given['LoggingConfig'] !== undefined && {
      LoggingConfig: { ...(before['LoggingConfig'] as object), ...given['LoggingConfig'] },
    }),
  } as unknown as Settings;
  checkLogging(settings['LoggingConfig'] as Readonly<Record<string, unknown>>);
  checkNetwork(settings, roles);
  return settings;
}

/** Refuses a role that the service cannot take on, or not yet. */
export function checkRole(role: string, roles: Roles): void {
  if (roles.canBeAssumedBy('lambda.amazonaws.com', role)) return;
  throw invalid('The role defined for the function cannot be assumed by Lambda.');
}

function checkVariables(variables: Readonly<Record<string, string>>): void {
  const begin =
    'Lambda was unable to configure your environment variables because the environment variables you have provided';
  const reserved = Object.keys(variables).filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    throw invalid(
      `${begin} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const wrong = Object.keys(variables).find((name) => !/^[a-zA-Z]\w+$/.test(name));
  if (wrong !== undefined) {
    throw invalid(
      `1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]`,
      'ValidationException',
    );
  }
  const measured = JSON.stringify(variables);
  if (Buffer.byteLength(measured) > MOST_VARIABLES) {
    throw invalid(`${begin} exceeded the 4KB limit. String measured: ${measured}`);
  }
}

function checkLogging(logging: Readonly<Record<string, unknown>>): void {
  if (logging['LogFormat'] === 'JSON') return;
  for (const name of ['ApplicationLogLevel', 'SystemLogLevel']) {
    if (logging[name] !== undefined) throw invalid(`${name} is not supported for the Text log format.`);
  }
}

function checkNetwork(
  { VpcConfig: network, Role: role }: Settings & { readonly VpcConfig?: unknown },
  roles: Roles,
): void {
  const { SubnetIds: subnets = [], SecurityGroupIds: groups = [] } = (network ?? {}) as {
    readonly SubnetIds?: readonly string[];
    readonly SecurityGroupIds?: readonly string[];
  };
  if (subnets.length === 0) return;
  if (groups.length === 0) throw invalid('SecurityGroupIds and SubnetIds must be both empty or both not empty.');
  if (!roles.allows(role, 'ec2:CreateNetworkInterface', '*')) {
    throw invalid('The provided execution role does not have permissions to call CreateNetworkInterface on EC2');
  }
}

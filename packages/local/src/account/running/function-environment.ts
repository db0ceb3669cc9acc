import type { Home } from '../home.js';
import type { Revision } from '../lambda/function-record.js';

/** Where programs of this machine work. */
export interface MachineEnvironment {
  readonly home: Home;
  /** The address of all services. */
  readonly endpoint: string;
  /** Variables of the server that programs of this machine need. */
  readonly own: Readonly<Record<string, string | undefined>>;
}

/** What the process of a function is to know. */
export interface EnvironmentOptions extends MachineEnvironment {
  readonly name: string;
  readonly version: string;
  readonly revision: Revision;
  readonly folder: string;
  readonly group: string;
  readonly stream: string;
}

/**
 * Variables that a program finds its tools and temporary files by, and the addresses of services that are served elsewhere. Artifacts and
 * metadata are here in any case, where those look for them who deploy. Nothing else of the server's environment reaches a function.
 */
const NEEDED = /^(?:PATH|HOME|TMPDIR|TEMP|TMP|SystemRoot|LANG|AWS_ENDPOINT_URL_(?!S3$|DYNAMODB$)\w+)$/;

/** What every process of a function or job has: any keys, and the address of the services of this machine. */
export function machineEnvironment({ home, endpoint, own }: MachineEnvironment): Readonly<Record<string, string>> {
  const needed = Object.entries(own).flatMap(([key, value]) =>
    value !== undefined && NEEDED.test(key) ? [[key, value] as const] : [],
  );
  return {
    ...Object.fromEntries(needed),
    AWS_REGION: home.region,
    AWS_DEFAULT_REGION: home.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: endpoint,
    // Nobody is at the addresses at which AWS tells its machines of themselves.
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/**
 * The environment of a function: its own variables, those that the service sets, and the address of the services of this machine. Source: AWS
 * Lambda developer guide, "Defined runtime environment variables".
 */
export function functionEnvironment(options: EnvironmentOptions): Readonly<Record<string, string>> {
  const { name, version, revision, folder, group, stream } = options;
  const { settings } = revision;
  const { Variables: variables = {} } = (settings['Environment'] ?? {}) as {
    readonly Variables?: Readonly<Record<string, string>>;
  };
  return {
    ...machineEnvironment(options),
    TZ: ':UTC',
    AWS_EXECUTION_ENV: `AWS_Lambda_${String(settings['Runtime'])}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings['MemorySize']),
    AWS_LAMBDA_LOG_GROUP_NAME: group,
    AWS_LAMBDA_LOG_STREAM_NAME: stream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: String(settings['Handler']),
    ...variables,
  };
}

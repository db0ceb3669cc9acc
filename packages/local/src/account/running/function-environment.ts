import type { Home } from '../home.js';
import type { Revision } from '../lambda/function-record.js';

/** What the process of a function is to know. */
export interface EnvironmentOptions {
  readonly home: Home;
  readonly name: string;
  readonly version: string;
  readonly revision: Revision;
  readonly folder: string;
  readonly group: string;
  readonly stream: string;
  /** The address of all services. */
  readonly endpoint: string;
  /** Variables of the server that programs of this machine need. */
  readonly own: Readonly<Record<string, string | undefined>>;
}

/** Variables that a program finds its tools and temporary files by. Nothing else of the server's environment reaches a function. */
const NEEDED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG'];

/**
 * The environment of a function: its own variables, those that the service sets, and the address of the services of this machine. Source: AWS
 * Lambda developer guide, "Defined runtime environment variables".
 */
export function functionEnvironment(options: EnvironmentOptions): Readonly<Record<string, string>> {
  const { home, name, version, revision, folder, group, stream, endpoint, own } = options;
  const { settings } = revision;
  const { Variables: variables = {} } = (settings['Environment'] ?? {}) as {
    readonly Variables?: Readonly<Record<string, string>>;
  };
  const needed = Object.entries(own).flatMap(([key, value]) =>
    value !== undefined && NEEDED.includes(key) ? [[key, value] as const] : [],
  );
  return {
    ...Object.fromEntries(needed),
    TZ: ':UTC',
    AWS_REGION: home.region,
    AWS_DEFAULT_REGION: home.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: endpoint,
    // What only real clusters and profiles have would be asked for at addresses of this machine's network.
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_EXECUTION_ENV: `AWS_Lambda_${String(settings['Runtime'])}`,
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings['MemorySize']),
    AWS_LAMBDA_LOG_GROUP_NAME: group,
    AWS_LAMBDA_LOG_STREAM_NAME: stream,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    LAMBDA_TASK_ROOT: folder,
    _HANDLER: String(settings['Handler']),
    ...variables,
  };
}

import type { Json, JsonObject } from '@flowmap/graph';

/** How the functions of a flow are configured. */
export interface LambdaOptions {
  /** Memory of the functions whose steps do not ask for some, in MiB: 128 to 10,240. Default 1,024. */
  readonly memoryMb?: number;
  /** When the service ends an invocation, in seconds: 1 to 900, which is the default. */
  readonly timeoutSeconds?: number;
  /** The service's name of the language runtime. Default `nodejs22.x`. An image has its own. */
  readonly runtime?: `nodejs${number}.x`;
  /** Processors of the functions whose steps do not ask for some. Default `x86_64`. */
  readonly architecture?: 'x86_64' | 'arm64';
  /** ARNs of at most five layers with their versions. What they have under `nodejs/node_modules` the flow can import. */
  readonly layers?: readonly string[];
  /** The subnets and security groups of a VPC that the functions are in. Default: none, and so the public internet. */
  readonly vpc?: {
    readonly subnets: readonly string[];
    readonly securityGroups: readonly string[];
  };
  /**
   * URI of an image in Amazon ECR, for packages that no layer can hold. It needs Node.js 20.19 or later as `node` and nothing of
   * flowmap: the flow's code is fetched when a container starts. Packages are found in `node_modules` of its working directory.
   */
  readonly image?: string;
  /** Size of `/tmp`, in MiB: 512, which is the default, to 10,240. */
  readonly ephemeralStorageMb?: number;
  /** Further variables of the functions. Names that begin with `FLOWMAP_` or `AWS_LAMBDA_` are taken. */
  readonly environment?: { readonly [name: string]: string };
  /** Further tags of the functions. */
  readonly tags?: { readonly [name: string]: string };
  /** How the service writes lines of its own into the log. Those of tasks are JSON anyway. Default `JSON`. */
  readonly logFormat?: 'JSON' | 'Text';
}

/** Options with the defaults applied. */
export type Settings = LambdaOptions &
  Required<Pick<LambdaOptions, 'memoryMb' | 'timeoutSeconds' | 'runtime' | 'architecture' | 'logFormat'>>;

/** Memory of a function whose steps do not say, in MiB. */
export const DEFAULT_MEMORY_MB = 1_024;

/** Longest that the service lets an invocation run, in seconds. Source: AWS Lambda developer guide, "Lambda quotas". */
export const LONGEST_SECONDS = 900;

const DEFAULTS = {
  memoryMb: DEFAULT_MEMORY_MB,
  timeoutSeconds: LONGEST_SECONDS,
  runtime: 'nodejs22.x',
  architecture: 'x86_64',
  ephemeralStorageMb: 512,
  logFormat: 'JSON',
} as const;

/** Applies the defaults. */
export function settings(options: LambdaOptions): Settings {
  return { ...DEFAULTS, ...(given(options) as LambdaOptions) };
}

/** What was said, as JSON: what is undefined was not. */
export function given(options: LambdaOptions): JsonObject {
  const entries: readonly (readonly [string, Json | undefined])[] = Object.entries(options);
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/**
 * What tells two functions of one shape apart: all that is not as it is without options, but for memory and processors, which stand
 * in the name, and tags, which change nothing.
 */
export function distinction(options: LambdaOptions): JsonObject {
  const own = Object.entries(given(options)).filter(([name, value]) => {
    if (name === 'memoryMb' || name === 'architecture' || name === 'tags') return false;
    return value !== (DEFAULTS as { readonly [name: string]: unknown })[name] && !isEmpty(value);
  });
  return Object.fromEntries(own);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

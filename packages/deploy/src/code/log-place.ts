import type { LogPlace } from '@flowmap/store';

/** The variables that say where the log of a function or container is. */
export interface LogEnvironment {
  /** Set by AWS Lambda. */
  readonly AWS_LAMBDA_LOG_GROUP_NAME?: string | undefined;
  readonly AWS_LAMBDA_LOG_STREAM_NAME?: string | undefined;
  /** Set by AWS Batch. */
  readonly AWS_BATCH_JOB_ID?: string | undefined;
  /** Set by Amazon ECS: an address at which a container is told about itself. */
  readonly ECS_CONTAINER_METADATA_URI_V4?: string | undefined;
  /** Set by flowmap. */
  readonly FLOWMAP_LOG_GROUP?: string | undefined;
}

/** How long a container waits to be told about itself, in milliseconds. */
const PATIENCE = 2_000;

/** Where a function's log is. */
export function lambdaLogPlace(env: LogEnvironment): LogPlace | undefined {
  const group = env.AWS_LAMBDA_LOG_GROUP_NAME ?? env.FLOWMAP_LOG_GROUP;
  const stream = env.AWS_LAMBDA_LOG_STREAM_NAME;
  return group === undefined || stream === undefined ? undefined : { group, stream };
}

/**
 * Where the log of a container of AWS Batch is: the stream as Amazon ECS tells it, and the job, by which the service tells it too.
 * Source: Amazon ECS developer guide, "Task metadata endpoint version 4", LogOptions.
 */
export async function batchLogPlace(env: LogEnvironment): Promise<LogPlace | undefined> {
  const { AWS_BATCH_JOB_ID: job, ECS_CONTAINER_METADATA_URI_V4: address } = env;
  const options = address === undefined ? {} : await logOptions(address);
  const group = options['awslogs-group'] ?? env.FLOWMAP_LOG_GROUP;
  const stream = options['awslogs-stream'];
  if (group === undefined || (stream === undefined && job === undefined)) return undefined;
  return { group, ...(stream === undefined ? {} : { stream }), ...(job === undefined ? {} : { job }) };
}

async function logOptions(address: string): Promise<{ readonly [name: string]: string }> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
    const { LogOptions = {} } = (await response.json()) as {
      readonly LogOptions?: { readonly [name: string]: string };
    };
    return LogOptions;
  } catch {
    // The job's id is left.
    return {};
  }
}

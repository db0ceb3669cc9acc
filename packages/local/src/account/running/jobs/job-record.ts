/** Where a job is. A dependency is refused, so none is PENDING. */
export type JobStatus = 'RUNNABLE' | 'RUNNING' | 'SUCCEEDED' | 'FAILED';

/** What a job does when an attempt has failed. */
export interface RetryStrategy {
  readonly attempts?: number;
  readonly evaluateOnExit?: readonly ExitRule[];
}

/** A rule about the end of an attempt; all that it says must fit. */
export interface ExitRule {
  readonly action: string;
  readonly onExitCode?: string;
  readonly onReason?: string;
  readonly onStatusReason?: string;
}

/** What runs. */
export interface JobContainer {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  /** The log group. */
  readonly group: string;
  /** What the log streams of its attempts begin with. */
  readonly streamPrefix: string;
}

/** A job, or a child of an array job, as it is kept. */
export interface JobRecord {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly queue: string;
  /** ARN of the revision. */
  readonly definition: string;
  readonly status: JobStatus;
  readonly statusReason?: string;
  /** Milliseconds since the epoch, as all times. */
  readonly created: number;
  readonly started?: number;
  readonly stopped?: number;
  readonly container: JobContainer;
  readonly retry: RetryStrategy;
  /** Seconds of an attempt. */
  readonly timeout?: number;
  readonly attempts: readonly JobAttempt[];
  readonly tags: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  /** Of an array job. */
  readonly size?: number;
  /** Of a child of one. */
  readonly index?: number;
}

/** An attempt that has ended. */
export interface JobAttempt {
  readonly started: number;
  readonly stopped: number;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly stream: string;
}

/** Whether a job is over. */
export function hasEnded({ status }: JobRecord): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED';
}

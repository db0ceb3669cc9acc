/** Where AWS Batch runs the jobs. */
export interface BatchOptions {
  /** Name or ARN of the job queue. */
  readonly queue: string;
}

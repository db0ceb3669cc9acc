/** Where the lines of a worker are kept. The names are those of Amazon CloudWatch Logs. */
export interface LogPlace {
  /** The log group. */
  readonly group: string;
  /** The log stream. Absent where only the service knows it: `DescribeJobs` of AWS Batch tells that of a job. */
  readonly stream?: string;
  /** The request, where several share a stream, as on AWS Lambda. */
  readonly request?: string;
  /** The job of AWS Batch. */
  readonly job?: string;
}

/**
 * Says where the log of an attempt is. It is written while the attempt runs, so that the log of a worker that was killed is found; an
 * attempt that ended before long has left none.
 */
export interface TaskLog extends LogPlace {
  readonly v: 1;
  /** The address of the task; of a range of items, the range's. */
  readonly address: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** When the attempt began. ISO 8601. */
  readonly started: string;
}

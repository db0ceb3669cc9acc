import type { JobAttempt, JobRecord, JobStatus } from './job-record.js';

const STATUSES: readonly JobStatus[] = ['RUNNABLE', 'RUNNING', 'SUCCEEDED', 'FAILED'];

/** A job as DescribeJobs shows it. `children` are those of an array job. */
export function shownJob(
  job: JobRecord,
  children: readonly JobRecord[],
): Readonly<Record<string, unknown>> & { jobId: string } {
  const { container, attempts, retry, timeout, size, index } = job;
  const last = attempts.at(-1);
  return {
    jobId: job.id,
    jobName: job.name,
    jobArn: job.arn,
    jobQueue: job.queue,
    jobDefinition: job.definition,
    status: job.status,
    ...(job.statusReason !== undefined && { statusReason: job.statusReason }),
    createdAt: job.created,
    ...(job.started !== undefined && { startedAt: job.started }),
    ...(job.stopped !== undefined && { stoppedAt: job.stopped }),
    attempts: attempts.map(shownAttempt),
    dependsOn: [],
    parameters: job.parameters,
    tags: job.tags,
    isCancelled: false,
    isTerminated: false,
    ...(retry.attempts !== undefined && { retryStrategy: { evaluateOnExit: [], ...retry } }),
    ...(timeout !== undefined && { timeout: { attemptDurationSeconds: timeout } }),
    container: {
      image: container.image,
      command: container.command,
      environment: container.environment,
      ...(last !== undefined && {
        ...(last.exitCode !== undefined && { exitCode: last.exitCode }),
        ...(last.reason !== undefined && { reason: last.reason }),
        logStreamName: last.stream,
      }),
    },
    ...(size !== undefined && { arrayProperties: { size, statusSummary: summaryOf(children) } }),
    ...(index !== undefined && { arrayProperties: { index } }),
  };
}

function shownAttempt({ started, stopped, exitCode, reason, stream }: JobAttempt): object {
  return {
    startedAt: started,
    stoppedAt: stopped,
    container: {
      ...(exitCode !== undefined && { exitCode }),
      ...(reason !== undefined && { reason }),
      logStreamName: stream,
    },
  };
}

function summaryOf(children: readonly JobRecord[]): object {
  return Object.fromEntries(
    ['SUBMITTED', 'PENDING', 'STARTING', ...STATUSES].map((status) => [
      status,
      children.filter((child) => child.status === status).length,
    ]),
  );
}

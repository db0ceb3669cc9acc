import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { openRecords } from '../../../api/persistence/records.js';
import type { BatchState } from '../../batch/batch-state.js';
import type { LogWriter } from '../log-writer.js';
import { isTriedAgain, STATUS_REASON } from './evaluate-exit.js';
import { hasEnded, type JobAttempt, type JobRecord } from './job-record.js';
import { runAttempt } from './run-attempt.js';
import { shownJob } from './shown-job.js';

/** Jobs that run as processes of this machine. */
export interface JobsHost {
  /** Takes a job, and its children where it is an array job. Resolves when it is kept. */
  submit(job: JobRecord, children: readonly JobRecord[]): Promise<void>;
  find(id: string): JobRecord | undefined;
  all(): Iterable<JobRecord>;
  /** Ends a job and its children; nothing where they have ended. */
  terminate(id: string, reason: string): Promise<void>;
  /** Ends all processes. Their jobs run again when the host is opened again. */
  close(): Promise<void>;
}

/** What jobs need. */
export interface JobsHostOptions {
  /** The file of jobs. */
  readonly file: string;
  readonly state: BatchState;
  readonly logs: LogWriter;
  /** The working directory: packages that the code does not have are found from there. */
  readonly folder: string;
  /** What every process has in its environment. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** Processes at once. */
  readonly most: number;
  readonly now: () => number;
  readonly report: (error: unknown) => void;
}

/** Milliseconds that an ended job is told of. */
const KEPT = 7 * 86_400_000;

/** Opens the jobs of a file. What had not ended runs, from its next attempt on, once `begin` is called. */
export async function jobsHost(options: JobsHostOptions): Promise<JobsHost & { begin(): void }> {
  const { file, state, logs, folder, environment, most, now, report } = options;
  const records = await openRecords<JobRecord>(file);
  const closing = new AbortController();
  const running = new Map<string, AbortController>();
  const waiting: string[] = [];
  const under = new Set<Promise<void>>();

  const childrenOf = ({ id, size = 0 }: JobRecord): readonly JobRecord[] =>
    Array.from({ length: size }, (_, at) => records.get(`${id}:${at}`)).filter((child) => child !== undefined);
  const show = (job: JobRecord): void => {
    state.jobs.set(job.id, shownJob(job, childrenOf(job)));
  };
  const put = async (job: JobRecord): Promise<void> => {
    const kept = records.set(job.id, job);
    show(job);
    await kept;
  };
  /** An array job is what its children are. */
  const tellParent = async ({ id, index }: JobRecord): Promise<void> => {
    if (index === undefined) return;
    const parent = records.get(id.slice(0, id.lastIndexOf(':')));
    if (parent === undefined || hasEnded(parent)) return;
    const children = childrenOf(parent);
    if (!children.every(hasEnded)) {
      show(parent);
      return;
    }
    const failed = children.filter(({ status }) => status === 'FAILED').length;
    await put({
      ...parent,
      status: failed === 0 ? 'SUCCEEDED' : 'FAILED',
      stopped: now(),
      ...(failed > 0 && { statusReason: 'Array Child Job failed' }),
    });
  };

  const run = async (id: string): Promise<void> => {
    let job = records.get(id);
    while (job !== undefined && !hasEnded(job) && !closing.signal.aborted) {
      const begun = now();
      job = { ...job, status: 'RUNNING', started: job.started ?? begun };
      await put(job);
      await tellParent(job);
      const stop = new AbortController();
      running.set(id, stop);
      const stream = `${job.container.streamPrefix}/default/${randomUUID().replaceAll('-', '')}`;
      const { container, timeout } = job;
      const { isLate, ...end } = await runAttempt({
        command: container.command,
        environment: { ...environment(), ...variablesOf(job) },
        folder,
        timeout: timeout === undefined ? undefined : timeout * 1000,
        signal: AbortSignal.any([stop.signal, closing.signal]),
        printed: (line) => logs.write(container.group, stream, line),
      });
      running.delete(id);
      if (closing.signal.aborted) return;
      const attempt: JobAttempt = { started: begun, stopped: now(), ...end, stream };
      const attempts = [...job.attempts, attempt];
      const why: unknown = stop.signal.reason;
      if (end.exitCode === 0)
        job = { ...job, attempts, status: 'SUCCEEDED', stopped: now(), statusReason: STATUS_REASON };
      else if (typeof why === 'string') job = { ...job, attempts, status: 'FAILED', stopped: now(), statusReason: why };
      else if (isLate) job = { ...job, attempts, status: 'FAILED', stopped: now(), statusReason: LATE };
      else if (isTriedAgain(job.retry, attempts)) job = { ...job, attempts, status: 'RUNNABLE' };
      else job = { ...job, attempts, status: 'FAILED', stopped: now(), statusReason: STATUS_REASON };
      // Who sees that it has ended may read its lines.
      await logs.flush();
      await put(job);
      await tellParent(job);
    }
  };
  const next = (): void => {
    while (under.size < most && !closing.signal.aborted) {
      const id = waiting.shift();
      if (id === undefined) return;
      const done: Promise<void> = run(id)
        .catch(report)
        .finally(() => {
          under.delete(done);
          next();
        });
      under.add(done);
    }
  };

  for (const job of [...records.values()]) {
    if (job.stopped !== undefined && job.stopped < now() - KEPT) await records.delete(job.id);
    else show(job);
  }
  return {
    begin() {
      for (const job of records.values()) if (!hasEnded(job) && job.size === undefined) waiting.push(job.id);
      next();
    },
    async submit(job, children) {
      for (const child of children) await put(child);
      await put(job);
      waiting.push(...(children.length === 0 ? [job] : children).map(({ id }) => id));
      next();
    },
    find: (id) => records.get(id),
    all: () => records.values(),
    async terminate(id, reason) {
      const job = records.get(id);
      if (job === undefined || hasEnded(job)) return;
      for (const one of job.size === undefined ? [job] : childrenOf(job)) {
        const process = running.get(one.id);
        if (process !== undefined) process.abort(reason);
        else if (!hasEnded(one)) {
          const ended: JobRecord = { ...one, status: 'FAILED', stopped: now(), statusReason: reason };
          await put(ended);
          await tellParent(ended);
        }
      }
    },
    async close() {
      closing.abort();
      await Promise.all(under);
      await records.close();
    },
  };
}

const LATE = 'Job attempt duration exceeded timeout';

/** What a container is told. Source: AWS Batch user guide, "AWS Batch job environment variables". */
function variablesOf({ id, queue, container, attempts, index }: JobRecord): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(container.environment.map(({ name, value }) => [name, value])),
    AWS_BATCH_JOB_ID: id,
    AWS_BATCH_JOB_ATTEMPT: String(attempts.length + 1),
    AWS_BATCH_JQ_NAME: basename(queue),
    ...(index !== undefined && { AWS_BATCH_JOB_ARRAY_INDEX: String(index) }),
  };
}

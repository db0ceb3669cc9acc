import type { Answer, Invocation } from '@flowmap/graph';
import type { FailureReport } from '../progress/run-event.js';
import { startWorker, type WorkerProcess, type WorkerProgram } from './worker-process.js';

/** Processes that run tasks. */
export interface WorkerPool {
  /**
   * Runs a task in a process, when one has room; tasks wait in the order of their calls. Rejects with the task's own error as a
   * {@link TaskError}, with `Lambda.Unknown` when the process died under it, or with the signal's reason.
   */
  run(task: Invocation, signal: AbortSignal, begun: () => void): Promise<Answer>;
  /** Ends all processes. Tasks under way fail. */
  close(): Promise<void>;
}

/** Settings of a pool. */
export interface PoolOptions {
  readonly program: WorkerProgram;
  /** Processes at most. They are started when they are needed. */
  readonly size: number;
  /** Tasks that one process runs at once. */
  readonly tasksPerWorker: number;
  /** Milliseconds that a task may take to end after it was asked to; then its process is killed. Default 5,000. */
  readonly patience?: number;
  /** A message of a process that is about no task. */
  readonly message: (message: object, reply: (message: object) => void) => void;
  /** What a process printed, with the tasks that it ran at that time. */
  readonly printed: (text: string, tasks: readonly Invocation[]) => void;
}

/** The error of a task as it came out of its process. */
export class TaskError extends Error {
  /** What to do about it. */
  readonly hint: string | undefined;
  /** Whether the process ended under the task: then it says nothing of the task itself. */
  readonly died: boolean;

  constructor({ name, message, stack, hint }: FailureReport, { died = false }: { readonly died?: boolean } = {}) {
    super(message);
    this.hint = hint;
    this.died = died;
    this.name = name;
    if (stack !== undefined) this.stack = stack;
  }
}

interface Job {
  readonly id: number;
  readonly task: Invocation;
  readonly begun: () => void;
  readonly settle: (result: { readonly answer: Answer } | { readonly error: Error }) => void;
}

interface Member {
  readonly process: WorkerProcess;
  readonly jobs: Map<number, Job>;
  /** It holds a task that was given up and does not end: it gets no further ones. */
  stuck: boolean;
}

/** Opens a pool. No process is started before the first task. */
export function openPool(options: PoolOptions): WorkerPool {
  const members = new Set<Member>();
  const waiting = new Set<Job>();
  const patience = options.patience ?? 5000;
  let nextId = 0;
  let closing: (() => void) | undefined;

  const finish = (member: Member, id: number, result: Parameters<Job['settle']>[0]): void => {
    const job = member.jobs.get(id);
    if (!job) return;
    member.jobs.delete(id);
    if (member.stuck && member.jobs.size === 0) member.stuck = false;
    job.settle(result);
    assign();
  };
  const start = (): Member => {
    const jobs = new Map<number, Job>();
    const member: Member = {
      jobs,
      stuck: false,
      process: startWorker(options.program, {
        answered: (id, answer) => finish(member, id, { answer }),
        failed: (id, error) => finish(member, id, { error: new TaskError(error) }),
        message: options.message,
        printed: (text) =>
          options.printed(
            text,
            [...jobs.values()].map(({ task }) => task),
          ),
        exited(how) {
          members.delete(member);
          const lost = [...jobs.values()];
          jobs.clear();
          for (const job of lost) job.settle({ error: crashed(how) });
          if (members.size === 0) closing?.();
          assign();
        },
      }),
    };
    members.add(member);
    return member;
  };
  /** The process for the next task: an idle one, else a new one, else the one that has least to do. */
  const choose = (): Member | undefined => {
    let best: Member | undefined;
    for (const member of members) {
      if (member.stuck || member.jobs.size >= options.tasksPerWorker) continue;
      if (!best || member.jobs.size < best.jobs.size) best = member;
    }
    if (best?.jobs.size === 0) return best;
    return members.size < options.size ? start() : best;
  };
  const assign = (): void => {
    for (const job of waiting) {
      if (closing) return;
      const member = choose();
      if (!member) return;
      waiting.delete(job);
      member.jobs.set(job.id, job);
      job.begun();
      member.process.start(job.id, job.task);
    }
  };
  /** Asks for a task to be given up; kills its process when it has nothing else to do and does not listen. */
  const giveUp = (job: Job): void => {
    const member = [...members].find(({ jobs }) => jobs.get(job.id) === job);
    if (!member) return;
    member.process.abort(job.id);
    const look = (): void => {
      if (member.jobs.get(job.id) !== job) return;
      member.stuck = true;
      if (member.jobs.size === 1) member.process.kill();
      else setTimeout(look, patience).unref();
    };
    setTimeout(look, patience).unref();
  };

  return {
    run: (task, signal, begun) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(reasonOf(signal));
          return;
        }
        const stop = (): void => {
          reject(reasonOf(signal));
          if (!waiting.delete(job)) giveUp(job);
        };
        const job: Job = {
          id: nextId++,
          task,
          begun,
          settle(result) {
            signal.removeEventListener('abort', stop);
            if ('answer' in result) resolve(result.answer);
            else reject(result.error);
          },
        };
        signal.addEventListener('abort', stop, { once: true });
        waiting.add(job);
        assign();
      }),
    close() {
      if (members.size === 0) return Promise.resolve();
      return new Promise((resolve) => {
        closing = resolve;
        for (const { process } of members) process.kill();
      });
    },
  };
}

function crashed(how: string): TaskError {
  const message = `the worker process ended while the task ran: ${how}`;
  return new TaskError({ name: 'Lambda.Unknown', message }, { died: true });
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('the task was stopped');
}

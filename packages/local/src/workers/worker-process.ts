import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Answer, Invocation } from '@flowmap/graph';
import type { StoredError } from '@flowmap/store';
import type { FailureReport } from '../progress/run-event.js';

/** What a process of the pool is started with. */
export interface WorkerProgram {
  /** The file that the process runs. */
  readonly file: string | URL;
  readonly arguments: readonly string[];
}

/** What a process tells of the tasks that it runs. */
export interface WorkerListener {
  answered(id: number, answer: Answer): void;
  failed(id: number, error: FailureReport): void;
  /** Any other message of the process, for whoever knows it. `reply` sends one back. */
  message(message: object, reply: (message: object) => void): void;
  /** A line that the process wrote to its standard output or error. */
  printed(text: string): void;
  /** The process is gone: by itself, by a signal, or killed by us. */
  exited(how: string): void;
}

/** A process that runs tasks. */
export interface WorkerProcess {
  start(id: number, invocation: Invocation): void;
  /** Asks the process to give up a task. It may not listen. */
  abort(id: number): void;
  kill(): void;
}

/** Starts a process. Messages sent before it listens wait for it. */
export function startWorker(program: WorkerProgram, listener: WorkerListener): WorkerProcess {
  const child = fork(program.file, [...program.arguments], {
    // Stacks then point into the author's own files.
    execArgv: [...process.execArgv.filter((flag) => !/^--(inspect|test)/u.test(flag)), '--enable-source-maps'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  const send = (message: object): void => {
    // A process that has just gone is reported by its exit.
    if (child.connected) child.send(message, () => undefined);
  };
  child.on('message', (message: object) => {
    if ('answer' in message) {
      const { id, answer } = message as Answered;
      listener.answered(id, answer);
    } else if ('id' in message && 'error' in message) {
      const { id, error } = message as Failed;
      listener.failed(id, reportOf(error));
    } else listener.message(message, send);
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => listener.printed(line));
  }
  let gone = false;
  const exited = (how: string): void => {
    if (gone) return;
    gone = true;
    listener.exited(how);
  };
  child.on('error', (error) => exited(error.message));
  child.on('close', () => exited(howItEnded(child)));
  return {
    start: (id, invocation) => send({ id, invocation }),
    abort: (id) => send({ id, abort: true }),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** An error of flowmap carries its hint among its data. */
function reportOf({ name, message, stack, data }: StoredError): FailureReport {
  const hint = typeof data === 'object' && data !== null && 'hint' in data ? data.hint : undefined;
  return {
    name,
    message,
    ...(stack !== undefined && { stack }),
    ...(typeof hint === 'string' && name.startsWith('Flowmap.') && { hint }),
  };
}

interface Answered {
  readonly id: number;
  readonly answer: Answer;
}

interface Failed {
  readonly id: number;
  readonly error: StoredError;
}

function howItEnded({ signalCode, exitCode }: ChildProcess): string {
  return signalCode ? `it was ended by ${signalCode}` : `it ended with exit status ${exitCode}`;
}

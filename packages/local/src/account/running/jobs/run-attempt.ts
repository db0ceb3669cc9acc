import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A command that runs as a process of this machine. */
export interface AttemptOptions {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Milliseconds that it may take. */
  readonly timeout: number | undefined;
  /** Aborts when the job is to end. */
  readonly signal: AbortSignal;
  readonly printed: (line: string) => void;
}

/** How it ended. */
export interface AttemptEnd {
  readonly exitCode?: number;
  readonly reason?: string;
  readonly isLate: boolean;
}

/** Milliseconds between SIGTERM and SIGKILL. Source: AWS Batch user guide, "Job timeouts". */
const GRACE = 30_000;

/** Runs the command of a container, without the container: `node` is the Node of this process. */
export function runAttempt(options: AttemptOptions): Promise<AttemptEnd> {
  const { command, environment, folder, timeout, signal, printed } = options;
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    let isLate = false;
    const child = spawn(program === 'node' ? process.execPath : program, args, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: a Ctrl-C is for the server, which decides what becomes of its jobs.
      detached: true,
      windowsHide: true,
    });
    const kill = (): void => signalGroup(child, 'SIGKILL');
    let grace: NodeJS.Timeout | undefined;
    const stop = (): void => {
      signalGroup(child, 'SIGTERM');
      grace = setTimeout(kill, GRACE).unref();
    };
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => {
            isLate = true;
            stop();
          }, timeout).unref();
    signal.addEventListener('abort', kill, { once: true });
    if (signal.aborted) kill();
    const end = (how: Omit<AttemptEnd, 'isLate'>): void => {
      clearTimeout(timer);
      clearTimeout(grace);
      signal.removeEventListener('abort', kill);
      resolve({ ...how, isLate });
    };
    child.on('error', (error) => end({ reason: `CannotStartContainerError: ${error.message}` }));
    child.on('close', (status, ended) =>
      end(ended === null ? { exitCode: status ?? 1 } : { exitCode: ended === 'SIGKILL' ? 137 : 143, reason: ended }),
    );
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', printed);
  });
}

/** Signals a process and those that it started. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // It has gone, or the system has no groups.
    child.kill(signal);
  }
}

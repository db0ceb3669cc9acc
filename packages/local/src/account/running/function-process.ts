import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { entryUrl } from '../../entries.js';
import type { FunctionReply, FunctionRequest, FunctionSettings } from './messages.js';

/** How the process of a function is made. */
export interface FunctionProgram extends FunctionSettings {
  readonly environment: Readonly<Record<string, string>>;
  /** MiB that its heap may have. */
  readonly memory: number;
}

/** A process that is a function; it does one event at a time. */
export interface FunctionProcess {
  readonly isGone: boolean;
  /** Rejects with an {@link Ended} when the process ends first. */
  run(request: FunctionRequest): Promise<FunctionReply>;
  kill(): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

/** A process ended under its event. */
export class Ended extends Error {
  override readonly name = 'Ended';
}

/** Starts a function. `printed` gets its lines, as they come. */
export function startFunction(
  { folder, handler, environment, memory }: FunctionProgram,
  printed: (line: string) => void,
): FunctionProcess {
  const child = fork(entryUrl('entry-function'), [JSON.stringify({ folder, handler } satisfies FunctionSettings)], {
    cwd: folder,
    env: environment,
    execArgv: [`--max-old-space-size=${memory}`],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let waiting: { readonly reply: (reply: FunctionReply) => void; readonly lost: (error: Error) => void } | undefined;
  let how: string | undefined;
  let over: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  const exited = (text: string): void => {
    how ??= text;
    waiting?.lost(new Ended(how));
    over();
  };
  child.on('message', (reply: FunctionReply) => waiting?.reply(reply));
  child.on('error', (error) => exited(error.message));
  child.on('close', (status, signal) =>
    exited(signal === null ? `exit status ${String(status)}` : `signal: ${signal}`),
  );
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', printed);
  }
  return {
    get isGone() {
      return how !== undefined || !child.connected;
    },
    run: (request) =>
      new Promise<FunctionReply>((reply, lost) => {
        if (how !== undefined) {
          lost(new Ended(how));
          return;
        }
        waiting = { reply, lost };
        child.send(request, () => undefined);
      }).finally(() => {
        waiting = undefined;
      }),
    kill: () => void child.kill('SIGKILL'),
    ended,
  };
}

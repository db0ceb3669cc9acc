import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A program that has ended, with what it printed. */
export interface Ended {
  readonly status: number | null;
  /** The lines of its output, as JSON. A line that is none fails the test. */
  readonly lines: readonly { readonly [name: string]: unknown }[];
  readonly errors: readonly { readonly [name: string]: unknown }[];
}

/** A program that runs. */
export interface Running {
  readonly child: ChildProcess;
  /** Resolves when a line of its output has this in it. */
  printed(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** Starts Node with arguments, and nothing in its environment but `env`. */
export function startNode(
  args: readonly string[],
  { env, cwd }: { readonly env: { readonly [name: string]: string }; readonly cwd?: string },
): Running {
  const child = spawn(process.execPath, args, { env, ...(cwd === undefined ? {} : { cwd }) });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return {
    child,
    async printed(text) {
      while (!out.includes(text)) {
        if (child.exitCode !== null) throw new Error(`it ended before it printed ${text}: ${out}${err}`);
        await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
      }
    },
    ended: once(child, 'close').then(([status]) => ({
      status: status as number | null,
      lines: linesOf(out),
      errors: linesOf(err),
    })),
  };
}

function linesOf(text: string): Ended['lines'] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    try {
      return JSON.parse(line) as { readonly [name: string]: unknown };
    } catch {
      throw new Error(`no line of JSON: ${line}`);
    }
  });
}

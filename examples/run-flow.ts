import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../packages/cli/bin/flow-cli.js', import.meta.url));

/** How a run of `flow-cli run --json` ended. */
export interface Ran {
  /** Exit status: 0 succeeded, 1 the flow failed, 2 the user's mistake. */
  readonly status: number;
  /** The flow's result as JSON has it. */
  readonly value: unknown;
  /** What the steps logged. */
  readonly logged: readonly string[];
  /** The tasks of which an attempt failed. */
  readonly failed: readonly { readonly task: string; readonly message: string; readonly stack: string }[];
  /** What was written beside the events. */
  readonly errors: string;
}

interface Line {
  readonly type: string;
  readonly message?: string;
  readonly value?: unknown;
  readonly task?: string;
  readonly error?: { readonly message: string; readonly stack: string };
}

/** Runs a flow file as a user does, with nothing left behind. */
export async function runFlow(file: URL, ...args: readonly string[]): Promise<Ran> {
  const root = await mkdtemp(join(tmpdir(), 'flowmap-example-'));
  try {
    const command = [BIN, 'run', fileURLToPath(file), '--json', '--root', root, ...args];
    const { status, stdout, stderr } = await execute(command);
    const lines = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
    return {
      status,
      value: lines.find(({ type }) => type === 'result')?.value,
      logged: lines.flatMap(({ type, message }) => (type === 'log' && message !== undefined ? [message] : [])),
      failed: lines.flatMap(({ type, task, error }) =>
        type === 'failure' && task !== undefined && error ? [{ task, ...error }] : [],
      ),
      errors: stderr,
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function execute(args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const status = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      resolve({ status, stdout, stderr });
    });
  });
}

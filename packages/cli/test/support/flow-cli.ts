import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, jest } from '@jest/globals';

// A test starts several processes, on machines that do other things too.
jest.setTimeout(120_000);

const BIN = fileURLToPath(new URL('../../bin/flow-cli.js', import.meta.url));

/** The path of a flow that comes with the tests. */
export const flowFile = (name: string): string => fileURLToPath(new URL(`../flows/${name}`, import.meta.url));

/** How a program ended and what it wrote. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when its standard error contains a text. */
  saw(text: string): Promise<void>;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, removed after the tests of a file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flow-cli-'));
  folders.push(folder);
  return folder;
}

/** Runs the program as it is installed, in a folder. Environment: `NO_COLOR` and what the test sets. */
export function start(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const { NODE_OPTIONS: _, FORCE_COLOR: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: folder,
    env: { ...inherited, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
  return {
    child,
    ended,
    saw: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (stderr.includes(text)) resolve();
        };
        child.stderr.on('data', look);
        child.on('close', () => reject(new Error(`it ended without ${text}:\n${stderr}`)));
        look();
      }),
  };
}

/** Runs the program to its end. */
export function flowCli(folder: string, ...args: readonly string[]): Promise<Ended> {
  return start(folder, args).ended;
}

/** The lines of an output as JSON. */
export function jsonLines(text: string): { readonly [name: string]: unknown }[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { [name: string]: unknown });
}

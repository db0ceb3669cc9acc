import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { runCli } from '../../src/cli.js';
import type { Ended } from '../support/flow-cli.js';

const folder = mkdtempSync(join(tmpdir(), 'flow-cli-asl-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a file of a test: a text as it is, anything else as JSON. Gives its path. */
export function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
  return path;
}

/** Runs `flow-cli asl` in this process. The folder of the test's files is left out of what it says. */
export async function asl(...args: readonly string[]): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  const status = await runCli(['asl', ...args], {
    out: (text) => void (stdout += text),
    err: (text) => void (stderr += text),
    color: false,
  });
  const plain = (text: string): string => text.replaceAll(`${folder}/`, '');
  return { status, stdout: plain(stdout), stderr: plain(stderr) };
}

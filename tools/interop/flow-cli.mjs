/** Runs `flow-cli` as a user does, for the checks beside. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './moto-server.mjs';

export const CLI = join(ROOT, 'packages/cli/bin/flow-cli.js');

/** What `flow-cli` writes to standard output. Throws with all that it wrote where it ends otherwise than by `status`. */
export function flowCli(args, { status = 0, env = process.env } = {}) {
  const ended = spawnSync(process.execPath, [CLI, ...args], { cwd: ROOT, encoding: 'utf8', env, maxBuffer: 2 ** 26 });
  const said = `flow-cli ${args.join(' ')}: ${ended.status}\n${ended.stdout}${ended.stderr}`;
  if (process.env.FLOWMAP_SHOW) console.log(said);
  if (ended.status !== status) throw new Error(said);
  return ended.stdout;
}

/** The result in the lines of `--json`; undefined where there is none. */
export function resultIn(text) {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .find(({ type }) => type === 'result')?.value;
}

/** Parameters as options. */
export function options(params) {
  return Object.entries(params).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

/** What a flow gives by `flow-cli run` on this machine; nothing is left behind. */
export function resultHere(file, params, ...more) {
  const root = mkdtempSync(join(tmpdir(), 'flowmap-here-'));
  try {
    return resultIn(flowCli(['run', file, '--json', '--root', root, ...more, ...options(params)]));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Starts the moto server of the runner script, for the checks beside. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const RUNNER = process.env.FLOWMAP_MOTO_RUNNER ?? resolve(ROOT, '../shared/tools/moto-runner.py');

/** What the checks want and this machine lacks; undefined where it has all. */
export function whatIsMissing() {
  if (!existsSync(RUNNER)) return `there is no ${RUNNER}`;
  if (spawnSync('python3', ['-c', 'import moto.server, moto.stepfunctions']).status !== 0) return 'python3 has no moto';
  return undefined;
}

/**
 * Starts it on a free port. `host` is the command that runs tasks, in which ENDPOINT stands for the server's address; `jobs` the
 * one for jobs, by default the same.
 */
export async function startMoto(host, jobs = host) {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const commands = [host, jobs].map((command) => command.replaceAll('ENDPOINT', endpoint));
  const args = [RUNNER, '--port', String(port), '--lambda-command', commands[0], '--batch-command', commands[1]];
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
  // The runner finds the expression library where it is started.
  // What it says goes to a file: a pipe that nobody empties, since this process waits for a command, stops it when it is full.
  const folder = mkdtempSync(join(tmpdir(), 'flowmap-moto-'));
  const said = join(folder, 'stderr');
  const server = spawn('python3', args, {
    cwd: join(ROOT, 'packages/engine'),
    env,
    stdio: ['ignore', 'ignore', openSync(said, 'w')],
  });
  const forget = () => rmSync(folder, { recursive: true, force: true });
  for (let tries = 0; tries < 600 && server.exitCode === null; tries += 1) {
    if (await answers(endpoint)) {
      const { endpoint: address, kill } = await behindProxy(endpoint, server);
      return { endpoint: address, kill: () => (kill(), forget()), said: () => readFileSync(said, 'utf8') };
    }
    await sleep(200);
  }
  const why = readFileSync(said, 'utf8');
  server.kill();
  forget();
  throw new Error(`moto did not start: ${why}`);
}

/** A process of its own: whoever runs commands one after the other waits in this one. */
async function behindProxy(behind, server) {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const proxy = spawn('node', [join(ROOT, 'tools/interop/alias-proxy.mjs'), behind, String(port)], { stdio: 'ignore' });
  while (!(await answers(endpoint))) await sleep(50);
  return { endpoint, kill: () => [proxy, server].forEach((one) => one.kill()) };
}

async function answers(endpoint) {
  try {
    return (await fetch(`${endpoint}/moto-api/`)).ok;
  } catch {
    return false;
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/**
 * Runs the container of a job for an AWS that somebody else wrote: the job definition's command as it stands, in an empty folder, with
 * the job's environment and what AWS Batch puts there. Its status is the container's.
 *
 *     node job-host.mjs ENDPOINT COMMAND...
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [endpoint, program, ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'flowmap-job-'));
// Whatever else this process was given is of the machine, and no container has it.
const own = Object.entries(process.env).filter(([name]) => /^(FLOWMAP|AWS_BATCH)_/.test(name));
try {
  const { status } = spawnSync(program, args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      TMPDIR: folder,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: endpoint,
      ...Object.fromEntries(own),
    },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

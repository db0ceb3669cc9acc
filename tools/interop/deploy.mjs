/**
 * The whole life of a deployed flow against an AWS that we did not write: bootstrap, deploy, trigger, status, deploy of new code,
 * rollback, delete, each by the command line, with the tasks really run from what was deployed; results are compared with those of
 * `flow-cli run`. Needs python3 with moto and a runner script, as moto.mjs does; says that it skipped where one is missing.
 *
 *     node tools/interop/deploy.mjs
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ROOT, startMoto, whatIsMissing } from './moto-server.mjs';

const CLI = join(ROOT, 'packages/cli/bin/flow-cli.js');
const ENV = { ...process.env, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
/** Those whose code is whole without packages beside it. */
const FLOWS = [
  { file: 'examples/nested/flows/distributed-distributed.ts', params: [] },
  { file: 'examples/mixed/orders.ts', params: ['--shop', 'north'] },
];

const missing = whatIsMissing();
if (missing) {
  console.log(`SKIPPED: the life of a deployed flow was not played under moto, since ${missing}`);
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

let [passed, failed] = [0, 0];
for (const { file, params } of FLOWS) {
  const folder = mkdtempSync(join(tmpdir(), 'flowmap-deploy-'));
  const server = await startMoto(`node ${join(ROOT, 'tools/interop/lambda-host.mjs')} ENDPOINT`);
  try {
    play(file, params, folder, server.endpoint);
    passed += 1;
    console.log(`ok   ${file}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${file}: ${error.stack}`);
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function play(file, params, folder, endpoint) {
  const where = ['--endpoint-url', endpoint, '--region', 'us-east-1'];
  const cli = (...args) => {
    const { status, stdout, stderr } = spawnSync('node', [CLI, ...args], { cwd: ROOT, encoding: 'utf8', env: ENV });
    if (process.env.FLOWMAP_SHOW) console.log(`$ flow-cli ${args.join(' ')}\n${stdout}${stderr}`);
    if (status !== 0) throw new Error(`flow-cli ${args.join(' ')}: ${status}\n${stdout}${stderr}`);
    return stdout;
  };
  const result = (text) => linesOf(text).find(({ type }) => type === 'result')?.value;
  const ours = result(
    execFileSync('node', [CLI, 'run', join(ROOT, file), '--json', ...params], { cwd: folder, encoding: 'utf8' }),
  );

  cli('bootstrap', ...where, '--yes');
  cli('bootstrap', ...where, '--yes');
  const first = cli('deploy', file, ...where, '--yes');
  const name = /deployed (\S+), version 1/.exec(first)?.[1];
  check(name, 'deploys version 1');
  check(cli('deploy', file, ...where, '--yes').includes('nothing changes'), 'changes nothing when done again');
  same(result(cli('trigger', name, ...where, '--wait', '--json', '--run-id', 'r1', ...params)), ours, 'the first run');
  check(cli('status', `${name}/r1`, ...where).includes('SUCCEEDED'), 'says how the run stands');

  const changed = newCode(file);
  try {
    check(cli('deploy', changed, ...where, '--yes').includes('version 2'), 'deploys new code as version 2');
    same(
      result(cli('trigger', name, ...where, '--wait', '--json', '--run-id', 'r2', ...params)),
      ours,
      'the run of new code',
    );
  } finally {
    rmSync(changed);
  }
  cli('rollback', name, ...where);
  const deployments = JSON.parse(cli('history', name, ...where, '--json'));
  check(JSON.stringify(deployments).includes('"code"'), 'tells of its deployments');
  same(
    result(cli('trigger', name, ...where, '--wait', '--json', '--run-id', 'r3', ...params)),
    ours,
    'the run after the rollback',
  );
  check(cli('list-runs', name, ...where).includes('r3'), 'lists runs');
  cli('delete', name, ...where, '--yes', '--purge');
  check(!cli('list', ...where).includes(name), 'is gone after delete');
}

/** The same flow with other code: a file beside it. */
function newCode(file) {
  const path = join(ROOT, file).replace(/\.ts$/, `.changed-${process.pid}.ts`);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `${readFileSync(join(ROOT, file), 'utf8')}\nconsole.debug('new code');\n`);
  return path;
}

function linesOf(text) {
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

function check(holds, what) {
  if (!holds) throw new Error(`it does not hold that it ${what}`);
}

function same(theirs, ours, what) {
  if (!isDeepStrictEqual(theirs, ours))
    throw new Error(`${what}: ${JSON.stringify(theirs)} is not ${JSON.stringify(ours)}`);
}

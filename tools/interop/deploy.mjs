/**
 * The life of deployed flows against an AWS that we did not write, each step by the command line, with the tasks really run from what
 * was deployed; results are compared with those of `flow-cli run`. Needs python3 with moto and a runner script, as moto.mjs does; says
 * that it skipped where one is missing. Needs a build: `npm run build`.
 *
 * - a cycle: bootstrap, deploy, trigger, status, deploy of new code, rollback, delete
 * - resume: a run fails, the flow is deployed with the fault put right, and a run resumes the one that failed
 * - AWS Batch: jobs whose containers start by the command of the job definition, array jobs among them
 *
 *     node tools/interop/deploy.mjs [words in the name of a check]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { flowCli, options, resultHere, resultIn } from './flow-cli.mjs';
import { createQueue } from './moto-api.mjs';
import { ROOT, startMoto, whatIsMissing } from './moto-server.mjs';

const ENV = { ...process.env, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
const HOSTS = ['lambda-host.mjs', 'job-host.mjs'].map((file) => `node ${join(ROOT, 'tools/interop', file)} ENDPOINT`);
const QUEUE = 'big';
const NESTED = 'examples/nested/flows/distributed-distributed.ts';
const COUNTED = 'packages/cli/test/flows/counted.ts';
const CUBES = 'packages/cli/test/flows/arrays/cubes.ts';

/** Those whose code is whole without packages beside it. */
const CHECKS = {
  [`the cycle of ${NESTED}`]: (place) => cycle(NESTED, {}, place),
  'the cycle of examples/mixed/orders.ts': (place) => cycle('examples/mixed/orders.ts', { shop: 'north' }, place),
  'resume, inline': (place) => resume('inline', place),
  'resume, distributed': (place) => resume('distributed', place),
  'a step on AWS Batch, an item to a job': (place) => onBatch(CUBES, { bad: 7 }, 'distributed', place),
  'a step on AWS Batch, array jobs': (place) => onBatch(CUBES, { bad: 7 }, 'batch-array', place),
  'all steps on AWS Batch': async (place) => {
    const { file, remove } = flowWith(NESTED, `{ default: batch({ queue: '${QUEUE}' }) }`);
    try {
      await onBatch(file, {}, 'inline', place);
    } finally {
      remove();
    }
  },
};

const missing = whatIsMissing();
if (missing) {
  console.log(`SKIPPED: the life of a deployed flow was not played under moto, since ${missing}`);
  console.log('0 passed, 0 failed, 1 skipped');
  process.exit(0);
}

let [passed, failed] = [0, 0];
for (const [name, play] of Object.entries(CHECKS).filter(([each]) => each.includes(process.argv[2] ?? ''))) {
  const folder = mkdtempSync(join(tmpdir(), 'flowmap-deploy-'));
  const server = await startMoto(...HOSTS);
  const where = ['--endpoint-url', server.endpoint, '--region', 'us-east-1'];
  const cli = (command, ...args) => flowCli([command, ...where, ...args], { env: ENV });
  const fails = (command, ...args) => flowCli([command, ...where, ...args], { env: ENV, status: 1 });
  try {
    await play({ cli, fails, folder, endpoint: server.endpoint });
    passed += 1;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error.stack}\nmoto and the containers said last:\n${server.said().slice(-4_000)}`);
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function cycle(file, params, { cli }) {
  const expected = resultHere(file, params);
  const run = (id, what) =>
    same(resultIn(cli('trigger', name, '--wait', '--json', '--run-id', id, ...options(params))), expected, what);

  cli('bootstrap', '--yes');
  cli('bootstrap', '--yes');
  const name = deployed(cli, file, 1);
  check(cli('deploy', file, '--yes').includes('nothing changes'), 'changes nothing when done again');
  run('r1', 'the first run');
  check(cli('status', `${name}/r1`).includes('SUCCEEDED'), 'says how the run stands');

  const changed = beside(file, (text) => `${text}\nconsole.debug('new code');\n`);
  try {
    deployed(cli, changed, 2);
    run('r2', 'the run of new code');
  } finally {
    rmSync(changed);
  }
  cli('rollback', name);
  check(JSON.stringify(JSON.parse(cli('history', name, '--json'))).includes('"code"'), 'tells of its deployments');
  run('r3', 'the run after the rollback');
  check(cli('list-runs', name).includes('r3'), 'lists runs');
  cli('delete', name, '--yes', '--purge');
  check(!cli('list').includes(name), 'is gone after delete');
}

/** An item has a fault that new code has not. What had finished before is taken, which the tasks' own list of what began says. */
function resume(strategy, { cli, fails, folder }) {
  const [items, bad] = [12, 7];
  const params = { items, milliseconds: 0, folder };
  // One item after the other, so that it is known which of them had finished.
  const how = ['--map-strategy', strategy, '--max-workers', '1'];
  const begun = () =>
    readFileSync(join(folder, 'begun'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(' ')[0]));

  cli('bootstrap', '--yes');
  const faulty = beside(COUNTED, (text) =>
    text.replace('return number * 2;', `if (number === ${bad}) throw new RangeError('a fault'); $&`),
  );
  let name;
  try {
    name = deployed(cli, faulty, 1, ...how);
  } finally {
    rmSync(faulty);
  }
  fails('trigger', name, '--wait', '--json', '--run-id', 'r1', ...options(params));
  check(cli('status', `${name}/r1`).includes('FAILED'), 'says that the run failed');
  const first = begun();
  same(first.slice(0, bad + 1), range(0, bad + 1), 'what began in the run that failed, up to the fault');
  // moto goes on with the children of a distributed map after one has failed, which AWS does not.
  const left = range(0, items).filter((item) => item === bad || !first.includes(item));
  rmSync(join(folder, 'begun'));

  deployed(cli, COUNTED, 2, ...how);
  const resumed = cli('resume', `${name}/r1`, '--wait', '--json', '--run-id', 'r2');
  same(begun(), left, 'what began in the run that resumes it');
  same(resultIn(resumed), items * (items - 1), 'the result of the run that resumes it');

  rmSync(join(folder, 'begun'));
  cli('resume', `${name}/r2`, '--wait', '--json', '--run-id', 'r3', '--from', 'perNumber');
  same(begun(), range(0, items), 'what began in the run that does the foreach again');
  cli('delete', name, '--yes', '--purge');
}

/** The containers fetch the code as they do on AWS; what they are not here is containers. */
async function onBatch(file, params, strategy, { cli, endpoint }) {
  const expected = resultHere(file, params, '--map-strategy', strategy);
  const run = (id, what) =>
    same(resultIn(cli('trigger', name, '--wait', '--json', '--run-id', id, ...options(params))), expected, what);

  await createQueue(endpoint, QUEUE);
  cli('bootstrap', '--yes');
  const name = deployed(cli, file, 1, '--map-strategy', strategy);
  run('r1', 'the first run');
  // Each is a process for each task, so one strategy has to do for new code.
  if (strategy === 'batch-array') {
    const changed = beside(file, (text) => `${text}\nconsole.debug('new code');\n`);
    try {
      deployed(cli, changed, 2, '--map-strategy', strategy);
      run('r2', 'the run of new code');
    } finally {
      rmSync(changed);
    }
  }
  cli('delete', name, '--yes', '--purge');
  check(!cli('list').includes(name), 'is gone after delete');
}

/** Deploys a file, which has to become that version. Gives the name of the deployment. */
function deployed(cli, file, version, ...how) {
  const said = cli('deploy', file, ...how, '--yes');
  const name = new RegExp(`deployed (\\S+), version ${version}\\b`).exec(said)?.[1];
  check(name, `deploys version ${version}`);
  return name;
}

/** The same flow with other code: a file beside it. */
function beside(file, change) {
  const path = join(ROOT, file).replace(/\.ts$/, `.changed-${process.pid}.ts`);
  const text = readFileSync(join(ROOT, file), 'utf8');
  const changed = change(text);
  check(changed !== text, `is changed: ${file}`);
  writeFileSync(path, changed);
  return path;
}

/** A flow with other computes: a file in a folder of its own, since those are told by the configuration beside it. */
function flowWith(file, computes) {
  const folder = join(ROOT, 'tools/interop/.flowmap', `flow-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'flow.ts');
  writeFileSync(path, `export { default } from '${relative(dirname(path), join(ROOT, file))}';\n`);
  writeFileSync(
    join(folder, 'flowmap.config.ts'),
    `import { batch } from '@flowmap/compute-batch';\nexport default { computes: ${computes} };\n`,
  );
  return { file: relative(ROOT, path), remove: () => rmSync(folder, { recursive: true }) };
}

function range(from, to) {
  return Array.from({ length: to - from }, (_, at) => from + at);
}

function check(holds, what) {
  if (!holds) throw new Error(`it does not hold that it ${what}`);
}

function same(theirs, ours, what) {
  if (!isDeepStrictEqual(theirs, ours))
    throw new Error(`${what}: ${JSON.stringify(theirs)} is not ${JSON.stringify(ours)}`);
}

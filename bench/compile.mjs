// How long `flow-cli compile` and `flow-cli deploy --plan` of a flow of 100 steps take, beside an empty Node program and beside `cdk synth`
// of the same state machine. Plans ask an account in a process beside, before the flow is deployed and after. Each round runs them all, one after the other, so that what slows the machine down slows all.
// Usage: npm run bench:compile [-- ROUNDS]; 7 rounds unless given. Needs the registry once, to install the CDK here.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { flowOf } from './flow-of.mjs';

const STEPS = 100;
const rounds = Number(process.argv[2] ?? 7);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('The number of rounds must be a whole number, 1 or more.');
  process.exit(2);
}

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const work = here('.flowmap/compile');
const flow = `${work}/hundred.ts`;
const definition = `${work}/definition.json`;
const cli = here('../packages/cli/bin/flow-cli.js');
const cdk = here('node_modules/aws-cdk/bin/cdk');

/** Without what it would ask of the network: notices, a newer version, where it is run. */
const CDK_ENV = {
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  CDK_DISABLE_VERSION_CHECK: '1',
  AWS_EC2_METADATA_DISABLED: 'true',
  CDK_DEFAULT_ACCOUNT: '123456789012',
  CDK_DEFAULT_REGION: 'eu-west-1',
  FLOWMAP_DEFINITION: definition,
};
const QUIET = ['--quiet', '--no-notices', '--no-version-reporting', '--no-path-metadata', '--no-asset-metadata'];

const PROGRAMS = {
  'empty Node program': { args: [here('empty.mjs')] },
  'flow-cli --version': { args: [cli, '--version'] },
  'flow-cli compile': { args: [cli, 'compile', flow, '--out', `${work}/out.json`] },
  'cdk synth': {
    args: [cdk, 'synth', '--app', `"${process.execPath}" app.mjs`, '--output', `${work}/cdk.out`, ...QUIET],
    env: CDK_ENV,
  },
};

/** Starts an account; gives the options and the environment of commands that work with it. */
async function startAccount() {
  const child = spawn(process.execPath, [here('account.mjs')], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(child.stdout, 'data');
  const { endpoint, region, credentials } = JSON.parse(line);
  const env = { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey };
  return { where: ['--endpoint-url', endpoint, '--region', region], env, end: () => child.kill() };
}

function npm(...args) {
  const { status } = spawnSync('npm', args, { cwd: here('..'), stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(1);
}

/** Runs a program of Node to its end; milliseconds. */
function measure({ args, env }) {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: here('.'),
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  const elapsed = performance.now() - started;
  if (status !== 0) {
    console.error(`${args.join(' ')} failed:\n${stderr}`);
    process.exit(1);
  }
  return elapsed;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

if (!existsSync(here('../packages/cli/dist/main.js'))) npm('run', 'build');
if (!existsSync(cdk)) npm('ci', '--prefix', 'bench', '--ignore-scripts');
mkdirSync(work, { recursive: true });
writeFileSync(flow, flowOf(STEPS));
measure({ args: [cli, 'compile', flow, '--out', definition] });
const accounts = [await startAccount(), await startAccount()];
const [empty, deployed] = accounts;
PROGRAMS['flow-cli deploy --plan, new'] = { args: [cli, 'deploy', flow, '--plan', ...empty.where], env: empty.env };
PROGRAMS['flow-cli deploy --plan, unchanged'] = {
  args: [cli, 'deploy', flow, '--plan', ...deployed.where],
  env: deployed.env,
};
measure({ args: [cli, 'deploy', flow, '--yes', ...deployed.where], env: deployed.env });

// Once without counting, so that every program's files are in memory.
const times = Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, []]));
for (let round = 0; round <= rounds; round++) {
  for (const [name, program] of Object.entries(PROGRAMS)) {
    const elapsed = measure(program);
    if (round > 0) times[name].push(elapsed);
  }
}

for (const account of accounts) account.end();

const medians = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
const ratio = (one, other) => `${(one / other).toFixed(2)} x`;
const rows = Object.entries(times).map(([name, values]) => [
  name,
  `${medians[name].toFixed(0)} ms`,
  `${Math.min(...values).toFixed(0)} ms`,
  `${Math.max(...values).toFixed(0)} ms`,
  ratio(medians[name], medians['empty Node program']),
  ratio(medians['cdk synth'], medians[name]),
]);
const table = [['', 'median', 'least', 'most', 'of empty Node', 'faster than cdk synth'], ...rows];
const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
const line = (row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ');

console.log(
  `A flow of ${STEPS} steps, ${statSync(definition).size} bytes of definition; ${rounds} rounds, alternating.`,
);
console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}\n`);
for (const row of table) console.log(line(row));

// What a map costs in the engine, beside other ways to do the same. Each case runs in a process of its own; each round runs them
// all, one after the other, so that what slows the machine down slows all.
// Usage: npm run bench:engine [-- --rounds=3 --only=WORD]. Needs the registry once, to install the peer here.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CONCURRENCY, EXPRESSIONS } from './machines.mjs';
import { table } from './table.mjs';

const { values: flags } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, only: { type: 'string', default: '' } },
});
const rounds = Number(flags.rounds);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('The number of rounds must be a whole number, 1 or more.');
  process.exit(2);
}
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What is measured: title, name of the case, and the cases that it is compared with. */
const CASES = [
  ['JSONPath, inline', 'engine-jsonpath-inline', ['peer', 'pool']],
  ['JSONPath, distributed', 'engine-jsonpath-distributed', ['peer', 'pool']],
  ['aws-local-stepfunctions', 'peer', ['pool']],
  ['bare pool', 'pool', []],
  ['JSONPath, inline, turns', 'engine-turns', ['turns']],
  ['bare pool, turns', 'turns', []],
  ['JSONata, inline', 'engine-jsonata-inline', ['expressions']],
  ['JSONata, distributed', 'engine-jsonata-distributed', ['expressions']],
  ['jsonata alone', 'expressions', []],
];
const SIZES = [1000, 10_000, 100_000];
const READER_SIZES = [100_000, 1_000_000];

const runs = [
  ...SIZES.flatMap((items) => CASES.map(([title, name, against]) => ({ title, name, against, items }))),
  ...READER_SIZES.map((items) => ({ title: 'item reader, JSONL', name: 'engine-reader', against: [], items })),
].filter(({ title, name }) => `${title} ${name}`.includes(flags.only));

function npm(...args) {
  const { status } = spawnSync('npm', args, {
    cwd: here('../..'),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(1);
}

/** Runs a case in its own process. A case that fails says so in the table. */
function measure({ name, items }) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [here('case.mjs'), name, String(items)], {
    encoding: 'utf8',
  });
  if (status === 0) return JSON.parse(stdout);
  console.error(`${name} of ${items} failed:\n${stderr}`);
  return undefined;
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

if (!existsSync(here('../../packages/engine/dist/index.js'))) npm('run', 'build');
if (!existsSync(here('../node_modules/aws-local-stepfunctions'))) npm('ci', '--prefix', 'bench', '--ignore-scripts');

const results = new Map();
const keyOf = ({ name, items }) => `${name} ${items}`;
for (let round = 0; round < rounds; round++) {
  for (const run of runs) {
    const result = measure(run);
    if (result) results.set(keyOf(run), [...(results.get(keyOf(run)) ?? []), result]);
    process.stderr.write(
      `round ${round + 1} of ${rounds}: ${keyOf(run)} ${result ? `${result.milliseconds.toFixed(0)} ms` : 'failed'}\n`,
    );
  }
}

const timeOf = (key) =>
  results.has(key) ? median(results.get(key).map(({ milliseconds }) => milliseconds)) : undefined;

/** `3.1 x faster than peer`, for each case it is compared with. */
function ratios({ name, against, items }) {
  const own = timeOf(`${name} ${items}`);
  return against.flatMap((other) => {
    const theirs = timeOf(`${other} ${items}`);
    if (own === undefined || theirs === undefined) return [];
    return [
      own < theirs ? `${(theirs / own).toFixed(1)} x faster than ${other}` : `${(own / theirs).toFixed(2)} x ${other}`,
    ];
  });
}

const rows = runs.map((run) => {
  const taken = results.get(keyOf(run));
  if (!taken) return [run.title, String(run.items), 'failed', '', '', '', ''];
  const milliseconds = median(taken.map((one) => one.milliseconds));
  const { events } = taken[0];
  return [
    run.title,
    String(run.items),
    `${milliseconds.toFixed(0)} ms`,
    `${((milliseconds * 1000) / run.items).toFixed(1)} us`,
    events === undefined ? '' : `${Math.round((events * 1000) / milliseconds)}`,
    `${Math.max(...taken.map(({ megabytes }) => megabytes)).toFixed(0)} MB`,
    ratios(run).join(', '),
  ];
});

console.log(
  `Maps of items with a task each, ${CONCURRENCY} at a time; median of ${rounds} rounds, alternating, each case in its own process.`,
);
console.log('Quotas are off, as 10,000 items are over the limit of events; history is made and counted.');
console.log(
  `peer: aws-local-stepfunctions 3.0.0. pool: ${CONCURRENCY} loops that await the same task for the next item, and nothing else;`,
);
console.log('turns: the task takes a turn of the event loop, the least that a call to anything outside takes.');
console.log(`expressions: the library alone, one after another: ${Object.values(EXPRESSIONS).join(' | ')}`);
console.log(
  `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB\n`,
);
console.log(table(['', 'items', 'median', 'an item', 'events a second', 'peak memory', ''], rows));

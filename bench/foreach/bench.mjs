// What a foreach takes from its list to its join, at four sizes. Each run is a process of its own; each round runs all sizes, one after
// the other, so that what slows the machine down slows all.
// Usage: npm run bench:foreach [-- --rounds 3 --items 1000,10000,100000,1000000 --no-overhead].
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { table } from '../engine/table.mjs';
import { AIMS, BATCH, HEAP, ITEMS, WORKERS } from './settings.mjs';

const { values: flags } = parseArgs({
  allowNegative: true,
  options: {
    rounds: { type: 'string', default: '3' },
    items: { type: 'string', default: ITEMS.join(',') },
    overhead: { type: 'boolean' },
  },
});
const rounds = Number(flags.rounds);
const sizes = flags.items.split(',').map(Number);
if (![rounds, ...sizes].every((number) => Number.isInteger(number) && number >= 1)) {
  console.error('--rounds takes a whole number, --items whole numbers with commas between them, each 1 or more.');
  process.exit(2);
}
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

function node(file, args, options = []) {
  const done = spawnSync(process.execPath, [...options, here(file), ...args.map(String)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (done.status === 0) return done.stdout;
  console.error(`${file} ${args.join(' ')} failed`);
  process.exit(1);
}

function measured() {
  const folder = mkdtempSync(join(tmpdir(), 'flowmap-flights-'));
  try {
    const lines = join(folder, 'flights.jsonl');
    const most = Math.max(...sizes);
    const expected = JSON.parse(node('direct.mjs', [lines, ...sizes]));
    const results = new Map(sizes.map((items) => [items, []]));
    for (let round = 1; round <= rounds; round++) {
      for (const items of sizes) {
        const result = JSON.parse(node('case.mjs', [lines, most, items], [`--max-old-space-size=${HEAP}`]));
        results.get(items).push({ ...result, right: result.checksum === expected[items] });
        process.stderr.write(`round ${round} of ${rounds}: ${items} items, ${result.milliseconds.toFixed(0)} ms\n`);
      }
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const most = (values) => Math.max(...values);

if (!existsSync(here('../../packages/testing/dist/index.js'))) {
  const { status } = spawnSync('npm', ['run', 'build'], { cwd: here('../..'), stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

const rows = [...measured()].map(([items, runs]) => {
  const of = (name) => runs.map((run) => run[name]);
  return {
    items,
    right: runs.every(({ right }) => right),
    milliseconds: median(of('milliseconds')),
    microseconds: (median(of('milliseconds')) * 1000) / items,
    megabytes: median(of('megabytes')),
    range: [Math.min(...of('megabytes')), most(of('megabytes'))],
    writes: most(of('writes')),
    batches: Math.ceil(items / BATCH),
    children: most(of('children')),
    packs: most(of('packs')),
    gets: most(of('gets')),
    ahead: most(of('ahead')),
  };
});

console.log(
  `Rows of flights through a foreach to its join: batches of up to ${BATCH}, ${WORKERS} tasks at a time, in one process for`,
);
console.log(
  `each run with a heap of ${HEAP} MB. Median time and median peak memory of ${rounds} rounds. Quotas are enforced.`,
);
console.log(
  `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB\n`,
);
console.log(
  table(
    [
      'items',
      'time',
      'an item',
      'peak memory',
      'of all rounds',
      'children',
      'DynamoDB writes',
      'join: packs',
      'join: all GETs',
      'batches held',
      'results',
    ],
    rows.map((row) => [
      String(row.items),
      `${row.milliseconds.toFixed(0)} ms`,
      `${row.microseconds.toFixed(1)} us`,
      `${row.megabytes.toFixed(0)} MB`,
      row.range.map((one) => one.toFixed(0)).join(' to '),
      String(row.children),
      String(row.writes),
      String(row.packs),
      String(row.gets),
      String(row.ahead),
      row.right ? 'in order, as computed directly' : 'WRONG',
    ]),
  ),
);

const at = (items) => rows.find((row) => row.items === items);
const ratio = (name, one, other) => (at(one) && at(other) ? at(one)[name] / at(other)[name] : undefined);
const checks = [
  ['peak memory at 1,000,000 to that at 100,000', ratio('megabytes', 1_000_000, 100_000), AIMS.memory],
  ['time of an item at 1,000,000 to that at 10,000', ratio('microseconds', 1_000_000, 10_000), AIMS.time],
  ['DynamoDB writes at any number of items', most(rows.map(({ writes }) => writes)), AIMS.writes],
  ['packs that the join reads for a batch', most(rows.map(({ packs, batches }) => packs / batches)), AIMS.gets],
  ['batches that the join holds', most(rows.map(({ ahead }) => ahead)), AIMS.ahead],
];
const verdicts = checks.map(([what, value, aim]) => [
  what,
  value === undefined ? '-' : String(Math.round(value * 100) / 100),
  `at most ${aim}`,
  value === undefined ? 'not measured' : value <= aim ? 'reached' : 'MISSED',
]);
console.log(`\n${table(['', 'measured', 'aim', ''], verdicts)}`);

if (flags.overhead !== false) {
  const { status } = spawnSync(process.execPath, [here('overhead.mjs')], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
if (rows.some(({ right }) => !right) || verdicts.some(([, , , verdict]) => verdict === 'MISSED')) process.exitCode = 1;

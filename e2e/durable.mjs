// Kills runs of 1,000 tasks at random moments with SIGKILL, all their processes at once, and goes on with them until they
// end, inline and distributed in turn. No task may be lost, none may run again whose end was in the history at a kill,
// and the output must be that of a run that nobody disturbed. Needs `npm run build`.
//
// node e2e/durable.mjs [KILLS [SEED]]
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './lib/consumer.mjs';
import { runAndKill, seeded } from './lib/kill-program.mjs';
import { assertComplete, endedItems, readHistory } from './lib/recorded-tasks.mjs';

const KILLS = Number(process.argv[2] ?? 10);
const SEED = Number(process.argv[3] ?? 2026);
const ITEMS = 1000;
/** Milliseconds that each task takes. */
const EACH = 15;
/** One kill in so many comes while the program starts, reads the history and does it over. */
const EARLY = 4;
const STRATEGIES = ['inline', 'distributed'];
const STEP = 'perNumber/square';
/** Milliseconds that no run takes. */
const NEVER = 1e9;

const random = seeded(SEED);
const folder = mkdtempSync(join(tmpdir(), 'flowmap-durable-'));
const totals = { kills: 0, runs: 0, repeated: 0, torn: 0, early: 0, failed: 0 };
try {
  const undisturbed = {};
  for (const strategy of STRATEGIES) {
    const { result, begun, took, working } = await disturbed({ name: `calm-${strategy}`, strategy, kills: 0 });
    assert.equal(begun, ITEMS);
    undisturbed[strategy] = { result, starting: took - working, working };
    console.log(`${strategy}: ${ITEMS} tasks in ${seconds(working)} of ${seconds(took)} when nobody disturbs them`);
  }
  assert.deepEqual(undisturbed.inline.result, undisturbed.distributed.result);
  while (totals.kills < KILLS) {
    const strategy = STRATEGIES[totals.runs % STRATEGIES.length];
    totals.runs += 1;
    const name = `run-${totals.runs}`;
    try {
      const { result, ...times } = undisturbed[strategy];
      const ended = await disturbed({ name, strategy, kills: KILLS - totals.kills, times });
      assert.deepEqual(ended.result, result, 'the output is another one');
      totals.repeated += ended.begun - ITEMS;
      console.log(
        `${name}, ${strategy}: ended as it should, ${ended.begun - ITEMS} tasks ran twice, none after its end`,
      );
    } catch (error) {
      totals.failed += 1;
      console.log(`NOT OK  ${name}, ${strategy}: ${error.stack}`);
      // Where nothing works, nothing will be killed either.
      if (totals.failed >= 3) break;
    }
  }
} finally {
  if (totals.failed === 0) rmSync(folder, { recursive: true, force: true });
  else console.log(`everything is kept in ${folder}`);
}
const { kills, runs, repeated, torn, early, failed } = totals;
console.log(
  `${kills} kills (seed ${SEED}), ${early} of them before the run had begun; ${torn} cut off a line of the history; ` +
    `${repeated} of ${runs * ITEMS} tasks ran twice, as their end had not been recorded`,
);
console.log(`${runs - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** Runs a run to its end, killing it up to so many times on the way. Gives its result and how many tasks were begun. */
async function disturbed({ name, strategy, kills, times }) {
  const cwd = join(folder, name);
  mkdirSync(cwd, { recursive: true });
  const log = join(cwd, 'tasks.log');
  const kept = join(cwd, '.flowmap/runs/counting', name);
  const program = [join(ROOT, 'packages/cli/bin/flow-cli.js'), 'run', join(ROOT, 'e2e/lib/counting-flow.mjs')];
  let ended = new Set();
  for (let killed = 0; ;) {
    const isBegun = existsSync(join(kept, 'run.json'));
    const args = isBegun
      ? ['--continue', name]
      : ['--run-id', name, '--items', String(ITEMS), '--milliseconds', String(EACH), '--log', log];
    const before = linesOf(log).length;
    const size = sizeOf(log);
    let working;
    const from = () => {
      if (sizeOf(log) > size) working ??= Date.now();
      return working !== undefined;
    };
    const kill = killed < kills ? momentOf(times, from) : { from, after: NEVER };
    const how = await runAndKill([...program, ...args, '--map-strategy', strategy, '--json'], { cwd, kill });
    const { events, isTorn } = readHistory(join(kept, 'history.jsonl'));
    for (const line of linesOf(log).slice(before)) {
      const [what, item] = line.split(' ');
      assert.ok(what !== 'begin' || !ended.has(Number(item)), `${line} was begun again after its end was recorded`);
    }
    const now = endedItems(events, STEP);
    for (const item of ended) assert.ok(now.has(item), `the end of ${item} has gone from the history`);
    ended = now;
    if (!how.isKilled) {
      assert.equal(how.status, 0, how.stdout.slice(-2000) + how.stderr);
      assertComplete(events);
      assert.equal(ended.size, ITEMS);
      const worked = Date.now() - (working ?? Date.now());
      return { result: resultOf(how.stdout), begun: begunIn(log), took: how.took, working: worked };
    }
    killed += 1;
    totals.kills += 1;
    totals.torn += isTorn ? 1 : 0;
    totals.early += events.length === 0 ? 1 : 0;
    console.log(
      `kill ${totals.kills}: ${name}, ${strategy}, after ${seconds(how.took)}: ` +
        `${events.length} events, ${ended.size} tasks had ended${isTorn ? ', half a line' : ''}`,
    );
  }
}

/** When to kill: mostly while tasks run, sometimes before. */
function momentOf({ starting, working }, from) {
  if (random() * EARLY < 1) return { from: () => true, after: random() * starting };
  return { from, after: random() * working };
}

/** How many tasks were begun, and that all were and that the last attempt of each was let end. */
function begunIn(log) {
  const begun = new Map();
  const over = new Set();
  for (const line of linesOf(log)) {
    const [what, item] = line.split(' ');
    if (!/^\d+$/.test(item)) continue;
    if (what === 'begin') begun.set(item, (begun.get(item) ?? 0) + 1);
    else over.add(item);
  }
  assert.equal(begun.size, ITEMS, 'a task is missing');
  assert.equal(over.size, ITEMS, 'a task was never let end');
  return [...begun.values()].reduce((sum, count) => sum + count, 0);
}

function sizeOf(file) {
  return existsSync(file) ? statSync(file).size : 0;
}

function linesOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
}

/** The result of a run, from its last line. */
function resultOf(out) {
  return JSON.parse(out.trim().split('\n').at(-1)).value;
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

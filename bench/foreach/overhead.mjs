// What a foreach adds to a run, by strategy: counted in the engine where it is quick, and forecast everywhere. Where there are both,
// they must be equal.
// Usage: node overhead.mjs [--most 10000], the most items that are run.
import { parseArgs } from 'node:util';
import { forecastOf, PRICES } from '../../packages/asl/dist/index.js';
import { batch } from '../../packages/compute-batch/dist/index.js';
import { lambda } from '../../packages/compute-lambda/dist/index.js';
import { distributed } from '../../packages/map-distributed/dist/index.js';
import { inline } from '../../packages/map-inline/dist/index.js';
import { dynamodbRunStates } from '../../packages/metadata-dynamodb/dist/states.js';
import { inMemory, testTarget } from '../../packages/testing/dist/index.js';
import { table } from '../engine/table.mjs';
import { nested, wide, without } from './widths.mjs';

/** Ways to go on behind a distributed map. One that this build does not have has no rows. */
const RESULTS = ['none', 'first-file', 'manifest'];
const has = (results) => results === 'none' || distributed({ results }).options.results === results;

const STRATEGIES = [
  { name: 'inline', outer: inline(), inner: inline() },
  ...RESULTS.filter(has).map((results) => {
    const strategy = distributed({ results });
    return { name: `distributed, results ${results}`, outer: strategy, inner: strategy };
  }),
  { name: 'distributed, inline inside', outer: distributed(), inner: inline(), onlyNested: true },
];
const COMPUTES = [
  { on: 'AWS Batch', computes: { default: batch({ queue: 'jobs' }) } },
  { on: 'Lambda', computes: { default: lambda() } },
];
const WIDTHS = [[1], [100], [3541], [10_000], [1_000_000], [100, 100], [1000, 1000]];

const flowOf = (strategy, [items, inside]) =>
  inside === undefined ? wide(strategy, items) : nested(strategy, items, inside);

function forecast(flow, computes, items) {
  const options = {
    strategies: flow.strategies,
    fallback: inline(),
    computes,
    run: dynamodbRunStates(),
    target: testTarget(flow.name),
  };
  const { forecast: made, diagnostics } = forecastOf(flow.graph, options, { items });
  if (!made) throw new Error(JSON.stringify(diagnostics));
  const refused = diagnostics.find(({ severity }) => severity === 'error');
  return { ...countsOf(made.total), dollars: made.dollars.total, refused: refused?.code };
}

async function count(flow, computes) {
  const requests = {};
  const run = await inMemory(flow, { computes }).run({
    record: ({ type, details }) => {
      if (type !== 'TaskScheduled') return;
      const api = `${details.resourceType}:${details.resource}`;
      requests[api] = (requests[api] ?? 0) + 1;
    },
  });
  if (run.outcome.status !== 'SUCCEEDED') throw new Error(`${run.outcome.error}: ${run.outcome.cause}`);
  const { transitions, executions, mapRuns, rootEvents } = run.counts;
  return countsOf({
    transitions,
    executions: executions - 1,
    mapRuns,
    events: rootEvents,
    requests,
    stores: run.requests,
  });
}

/** The numbers of a row. Requests are those of the states, and those of the tasks to S3 and DynamoDB. */
function countsOf({ transitions, executions, mapRuns, events, requests, stores }) {
  const states = Object.values(requests).reduce((sum, one) => sum + one, 0);
  const { gets, puts, lists, reads, writes } = stores;
  return { transitions, executions, mapRuns, events, states, objects: gets + puts + lists, table: reads + writes };
}

const NAMES = ['transitions', 'executions', 'mapRuns', 'events', 'states', 'objects', 'table'];
const less = (one, other) =>
  Object.fromEntries([...NAMES, 'dollars'].map((name) => [name, (one[name] ?? 0) - (other[name] ?? 0)]));

/** The rows, and whether what was counted is what was forecast. */
async function overhead(most) {
  const rows = [];
  let equal = true;
  for (const { on, computes } of COMPUTES) {
    const base = { forecast: forecast(without(), computes, {}), counted: await count(without(), computes) };
    for (const width of WIDTHS) {
      const [items, inside] = width;
      for (const strategy of STRATEGIES) {
        if (strategy.onlyNested && inside === undefined) continue;
        const made = forecast(flowOf(strategy, width), computes, { each: items, 'each/inside': inside });
        const row = [on, width.join(' x '), strategy.name];
        if (made.refused) {
          rows.push([...row, ...NAMES.map(() => ''), '', '', `refused: ${made.refused}`]);
          continue;
        }
        const said = less(made, base.forecast);
        let how = 'forecast';
        if (items * (inside ?? 1) <= most) {
          const counted = less(await count(flowOf(strategy, width), computes), base.counted);
          const same = NAMES.every((name) => counted[name] === said[name]);
          how = same ? 'counted = forecast' : `DIFFERS: ${NAMES.map((name) => counted[name]).join(' ')} counted`;
          equal &&= same;
        }
        const money = [said.transitions * PRICES.transition, said.dollars].map(dollars);
        rows.push([...row, ...NAMES.map((name) => String(said[name])), ...money, how]);
      }
    }
  }
  return { rows, equal };
}

const dollars = (amount) => `$${amount.toFixed(amount < 0.1 ? 6 : 4)}`;

const { values: flags } = parseArgs({ options: { most: { type: 'string', default: '10000' } } });
const { rows, equal } = await overhead(Number(flags.most));
const missing = RESULTS.filter((results) => !has(results));

console.log(
  'What a foreach adds to a run: its states, the tasks of its body of one step, the reading of its join. One item in a child',
);
console.log(
  'until there would be more than 40,000 children. S3 and DynamoDB: requests of the tasks. Dollars are those of the transitions,',
);
console.log(`and with these requests, in us-east-1 on ${PRICES.date}; what runs the code is not in them.`);
if (missing.length > 0) console.log(`distributed() has no results ${missing.join(' and ')} here: no rows for them.`);
const head = ['on', 'items', 'strategy', 'transitions', 'children', 'Map Runs', 'parent events', "states' requests"];
console.log(`\n${table([...head, 'S3', 'DynamoDB', 'transitions', 'all', ''], rows)}`);
if (!equal) process.exitCode = 1;

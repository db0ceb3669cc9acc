/**
 * Has definitions read by two validators that we did not write, `asl-validator` and `amazon-states-language-service`: of all flows of
 * the examples and of one over each source, by every strategy on every compute, and all golden ones. Needs a build: `npm run build`.
 *
 *     node tools/interop/definitions.mjs
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compile } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { flow, isFlow, s3 } from '@flowmap/flow';
import { adaptive } from '@flowmap/map-adaptive';
import { batchArray } from '@flowmap/map-batch-array';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb';
import { filesBelow } from '../sources.mjs';
import { ROOT } from './moto-server.mjs';
import { loadFlow } from './load-flow.mjs';
import { EXCEPTIONS, opinionsOn, TOOLS } from './second-opinions.mjs';

const STRATEGIES = {
  inline: inline(),
  distributed: distributed(),
  batched: distributed({ batch: 100 }),
  express: distributed({ batch: 100, children: 'EXPRESS' }),
  manifest: distributed({ batch: 100, results: 'manifest' }),
  'first-file': distributed({ results: 'first-file' }),
  adaptive: adaptive([{ upTo: 1_000, use: inline() }, { use: distributed({ batch: 100 }) }]),
  'batch-array': batchArray(),
};
const COMPUTES = {
  lambda: lambda(),
  batch: batch({ queue: 'jobs' }),
  fargate: batch({ queue: 'jobs', platform: 'FARGATE' }),
};
const TARGET = {
  partition: 'aws',
  region: 'us-east-1',
  account: '123456789012',
  table: 'flowmap',
  bucket: 'artifacts',
  code: '0123456789abcdef',
};
const GOLDEN = 'packages/asl/test/golden/machines';
/** A file of each kind that the service reads by itself. */
const file = { bucket: 'raw', key: 'file' };
const SOURCES = {
  list: s3.list({ bucket: 'raw', prefix: 'x/', maxItems: 10 }),
  json: s3.json({ ...file, pointer: '/data/rows' }),
  jsonl: s3.jsonl(file),
  csv: s3.csv({ ...file, columns: { k: 'integer' }, header: ['k'], delimiter: 'tab' }),
  parquet: s3.parquet(file),
  inventory: s3.inventory(file),
};

let [passed, failed, refused] = [0, 0, 0];
const seen = new Set();
const used = new Set();

for (const path of filesOfFlows()) {
  const { flow: loaded, remove } = await loadFlow(join(ROOT, path), `definitions-${process.pid}-${basename(path)}`);
  remove();
  await everyWay(path, loaded);
}
for (const [kind, source] of Object.entries(SOURCES)) await everyWay(`a foreach over s3.${kind}`, overSource(source));
for (const name of readdirSync(join(ROOT, GOLDEN)).filter((entry) => entry.endsWith('.json'))) {
  await check(`golden ${name}`, JSON.parse(readFileSync(join(ROOT, GOLDEN, name), 'utf8')).definition);
}
for (const row of EXCEPTIONS.filter((each) => !used.has(each))) {
  failed += 1;
  console.log(`FAIL ${row.tool} no longer says what EXCEPTIONS excuses: ${row.finding}`);
}
console.log(
  `${refused} combinations are none: the compiler refuses them, or they give a machine that another one gave`,
);
console.log(`read by ${TOOLS.join(' and ')}, with ${EXCEPTIONS.length} exceptions`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** Every module of the examples that exports something as its default, but for tests, configurations and what a strategy is. */
function filesOfFlows() {
  return filesBelow('examples')
    .filter((path) => path.endsWith('.ts') && !/(^|\/)(test|src)\//.test(path))
    .filter((path) => /^export default/m.test(readFileSync(join(ROOT, 'examples', path), 'utf8')))
    .map((path) => join('examples', path))
    .sort();
}

/** A flow as it is written, where only foreachs without a strategy take one, and with one strategy for all of it. */
async function everyWay(name, loaded) {
  if (!isFlow(loaded)) throw new Error(`${name} exports no flow`);
  let machines = 0;
  for (const [strategy, fallback] of Object.entries(STRATEGIES)) {
    for (const [on, compute] of Object.entries(COMPUTES)) {
      for (const strategies of [loaded.strategies, new Map()]) {
        const { definition, diagnostics } = compile(loaded.graph, {
          strategies,
          fallback,
          computes: { default: compute, lambda: compute, batch: compute },
          run: dynamodbRunStates(),
          target: { ...TARGET, deployment: loaded.name, machine: loaded.name },
        });
        const sound = definition && !diagnostics.some(({ severity }) => severity === 'error');
        const text = JSON.stringify(definition);
        if (!sound || seen.has(text)) {
          refused += 1;
          continue;
        }
        seen.add(text);
        machines += 1;
        const how = strategies.size > 0 ? `as written, else ${strategy}` : strategy;
        await check(`${name}, ${how}, on ${on}`, definition);
      }
    }
  }
  if (machines === 0) throw new Error(`${name} gave no machine at all`);
}

function overSource(source) {
  return flow({ name: 'over-source' }, ({ step, foreach }) => {
    const each = foreach('each', { items: source, tolerate: { percentage: 10 } }, (item, s) =>
      s.step('work', { in: { item } }, ({ in: given }) => given.item),
    );
    return step('join', { in: { all: each.out } }, ({ in: { all } }) => all.count);
  });
}

async function check(name, definition) {
  const findings = await opinionsOn(definition);
  for (const { exception } of findings) used.add(exception);
  const bad = findings.filter(({ exception }) => !exception);
  if (bad.length === 0) {
    passed += 1;
    return;
  }
  failed += 1;
  console.log(`FAIL ${name}`);
  for (const { tool, finding } of bad) console.log(`     ${tool}: ${finding}`);
}

// Measures what a step costs the type checker: instantiations of types in flows of 200 steps over the flow of one step, for
// both compilers. Fails above 150 a step. The numbers do not depend on the machine.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, capture } from './run.mjs';

const BUDGET = 150;
const STEPS = 200;
const COMPILERS = { 'TypeScript 7': '@typescript/native/bin/tsc', 'TypeScript 6': 'typescript/bin/tsc6' };
// Inside the package, so that the flows find @flowmap/flow as an author's file would.
const FOLDER = join(ROOT, 'packages/flow/out-tsc/budget');

const lines = (count, line) => Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** Flows by shape; each begins with one step and has as many more as are asked for. */
const SHAPES = {
  chain: (more) =>
    lines(
      more,
      (i) =>
        `const s${i + 1} = step('s${i + 1}', { in: { rows: s${i}.out.rows, at: s${i}.out.at } }, ({ in: { rows, at } }) => ({ rows: [...rows, ${i}], at, n${i}: rows.length }));`,
    ),
  foreach: (more) =>
    lines(
      Math.floor(more / 2),
      (i) =>
        `const e${i} = foreach('e${i}', { items: s0.out.rows${i % 2 ? ', tolerate: { count: 1 }' : ''} }, (row, s) => s.step('do', { in: { row } }, async ({ in: { row } }) => ({ n${i}: row })));
const j${i} = step('j${i}', { in: { all: e${i}.out } }, async ({ in: { all } }) => ({ count: all.count, list: await all.toArray() }));`,
    ),
  choose: (more) =>
    lines(
      Math.floor(more / 2),
      (i) =>
        `const c${i} = choose('c${i}', s0.out.kind, { a: (s) => s.step('do', () => ({ n${i}: 1 })), b: (s) => s.step('do', { in: { at: s0.out.at } }, ({ in: { at } }) => at) });`,
    ),
};

const flowOf = (shape, more) => `import { flow, param } from '@flowmap/flow';
export default flow({ name: 'budget', params: { rows: param.integer() } }, ({ step, foreach, choose }) => {
const s0 = step('s0', ({ params }) => ({ rows: [params.rows], at: new Date(), kind: 'a' as 'a' | 'b' }));
${SHAPES[shape](more)}
});
`;

function instantiations(program, file) {
  const { ok, out } = capture(process.execPath, [
    join(ROOT, 'node_modules', program),
    ...'--noEmit --extendedDiagnostics --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess'.split(' '),
    ...'--skipLibCheck --target es2023 --module nodenext --customConditions @flowmap/source'.split(' '),
    ...['--types', 'node', '--ignoreConfig', file],
  ]);
  const count = /Instantiations:\s+(\d+)/.exec(out)?.[1];
  if (!ok || count === undefined) throw new Error(`${file} does not compile:\n${out}`);
  return Number(count);
}

mkdirSync(FOLDER, { recursive: true });
let over = 0;
for (const [compiler, program] of Object.entries(COMPILERS)) {
  for (const shape of Object.keys(SHAPES)) {
    const [one, many] = [0, STEPS - 1].map((more) => {
      const file = join(FOLDER, `${shape}-${more + 1}.ts`);
      writeFileSync(file, flowOf(shape, more));
      return instantiations(program, file);
    });
    const each = (many - one) / (STEPS - 1);
    if (each > BUDGET) over += 1;
    console.log(`${compiler}, ${shape}: ${each.toFixed(1)} a step (${one} for one, ${many} for ${STEPS})`);
  }
}
if (over > 0) console.error(`${over} above the budget of ${BUDGET} type instantiations a step.`);
process.exitCode = over > 0 ? 1 : 0;

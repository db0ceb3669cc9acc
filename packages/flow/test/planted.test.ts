import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Inside of the package, so that the mistakes find @flowmap/flow as an author's file would.
const folder = fileURLToPath(new URL('../out-tsc/planted/', import.meta.url));

const BEFORE = `import { flow, param } from '@flowmap/flow';
flow({ name: 'planted', params: { rows: param.integer() } }, ({ step, foreach, choose, input }) => {
  const start = step('start', () => ({ rows: [1, 2], label: 'x', kind: 'small' as 'small' | 'large' }));
`;

/** Mistakes of authors. The mark stands before the token that an editor must underline. */
const PLANTED: readonly (readonly [what: string, code: string, message: string])[] = [
  [
    'items that are no list',
    `foreach('each', { «items: start.out.label }, (x, s) => s.step('do', () => 1));`,
    "Type 'Ref<string>' is not assignable to type 'Ref<",
  ],
  [
    'a misspelt property of an output',
    `step('use', { in: { rows: start.out.«rowz } }, () => 1);`,
    "Property 'rowz' does not exist on type",
  ],
  [
    'ok of a result without tolerate',
    `const each = foreach('each', { items: start.out.rows }, (x, s) => s.step('do', { in: { x } }, ({ in: { x } }) => x));
  step('join', { in: { each: each.out } }, async ({ in: { each } }) => { for await (const one of each) if (one.«ok) return 1; });`,
    "Property 'ok' does not exist on type 'number'.",
  ],
  [
    'an open string without otherwise',
    `choose('pick', start.out.label, «{ x: (s) => s.step('do', () => 1) });`,
    "Property 'otherwise' is missing in type",
  ],
  [
    'a missing case of a closed set',
    `choose('pick', start.out.kind, «{ small: (s) => s.step('do', () => 1) });`,
    "Property 'large' is missing in type",
  ],
  [
    'an input used as what it is not',
    `step('use', { in: { rows: start.out.rows } }, ({ in: { rows } }) => rows.«toUpperCase());`,
    "Property 'toUpperCase' does not exist on type 'number[]'.",
  ],
  [
    'a handle captured by the code of a step',
    `step('use', () => start.out.rows.«length);`,
    "Property 'length' does not exist on type 'Ref<number[]>'.",
  ],
  [
    'a value where a handle is wanted',
    `step('use', { in: { «five: 5 } }, () => 1);`,
    "Type 'number' is not assignable to type 'Ref<unknown>'.",
  ],
  [
    'an input that is not declared',
    `step('use', { in: { rows: start.out.rows } }, ({ in: { «label } }) => label);`,
    "Property 'label' does not exist on type",
  ],
  [
    'a parameter that the flow does not have',
    `step('use', ({ params }) => params.«row);`,
    "Property 'row' does not exist on type",
  ],
  [
    'a body that returns no node',
    `foreach('each', { items: start.out.rows }, (x, s) => «5);`,
    "Type 'number' is not assignable to type 'AnyNode'.",
  ],
  [
    'an option that there is not',
    `step('use', { «retires: { attempts: 2 } }, () => 1);`,
    "Object literal may only specify known properties, and 'retires' does not exist",
  ],
  [
    'a duration that is none',
    `step('use', { «timeout: '5 minutes' }, () => 1);`,
    `Type '"5 minutes"' is not assignable to type 'Duration'.`,
  ],
];

interface Found {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

function compile(program: string): ReadonlyMap<number, readonly Found[]> {
  const files = PLANTED.map((_, i) => `${folder}${i}.ts`);
  const options =
    '--noEmit --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --skipLibCheck --pretty false';
  const more = '--target es2023 --module nodenext --customConditions @flowmap/source --types node --ignoreConfig';
  const { stdout } = spawnSync(
    process.execPath,
    [`${root}node_modules/${program}`, ...options.split(' '), ...more.split(' '), ...files],
    { encoding: 'utf8', cwd: folder },
  );
  const found = new Map<number, Found[]>();
  // A message goes on in lines that are indented.
  for (const [, file, line, column, message] of stdout.matchAll(
    /^(\d+)\.ts\((\d+),(\d+)\): error TS\d+: (.*(?:\n +.*)*)$/gm,
  )) {
    const list = found.get(Number(file)) ?? [];
    list.push({ line: Number(line), column: Number(column), message: message ?? '' });
    found.set(Number(file), list);
  }
  return found;
}

describe.each([
  ['7', '@typescript/native/bin/tsc'],
  ['6', 'typescript/bin/tsc6'],
])('TypeScript %s tells the author', (_, program) => {
  let found: ReadonlyMap<number, readonly Found[]> = new Map();

  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    PLANTED.forEach(([, code], i) => writeFileSync(`${folder}${i}.ts`, `${BEFORE}  ${code.replace('«', '')}\n});\n`));
    found = compile(program);
  }, 120_000);

  it.each(PLANTED.map(([what], i) => [what, i] as const))('%s', (__, i) => {
    const [, code, message] = PLANTED[i]!;
    const before = `${BEFORE}  ${code.slice(0, code.indexOf('«'))}`;
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    expect(found.get(i)).toEqual([{ line, column, message: expect.stringContaining(message) }]);
  });
});

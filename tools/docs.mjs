// Checks what people read: every ```ts block compiles, every link within the repository leads somewhere, and
// docs/errors.md names every code and error that the sources can give, and no other; docs/architecture.md says of each
// package what it may import.
//
// A block is a module of its own. One that names a file behind the language (```ts model.ts) can be imported by the
// other blocks of its page.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { PACKAGES } from './packages.mjs';
import { ROOT, bin, capture } from './run.mjs';
import { filesBelow } from './sources.mjs';

/** The code of an error where one is made. */
const ERROR_CODE = /(?:new FlowError\(|super\(|\bcode: |\.code : )\s*'([A-Z]+(?:_[A-Z]+)*)'/g;

const problems = [];
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...['docs', 'examples', 'packages'].flatMap((folder) => filesBelow(folder).map((file) => `${folder}/${file}`)),
].filter((path) => path.endsWith('.md') && existsSync(join(ROOT, path)));

checkBlocks();
checkLinks();
checkErrors();
checkPackages();
for (const problem of problems) console.error(problem);
console.log(`${pages.length} pages, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);

/** Writes the blocks below dist/, where the packages can be found from, and compiles all at once. */
function checkBlocks() {
  const folder = join(ROOT, 'dist', 'docs');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const blocks = new Map();
  for (const page of pages) {
    const text = readFileSync(join(ROOT, page), 'utf8');
    for (const match of text.matchAll(/^```ts(?: (\S+))?\n([\s\S]*?)^```$/gm)) {
      const line = text.slice(0, match.index).split('\n').length;
      const path = posix.join(page.replace(/\.md$/, ''), match[1] ?? `line-${line}.ts`);
      blocks.set(path, `${page}:${line}`);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      // With an export, a block without imports is a module too.
      writeFileSync(join(folder, path), `${match[2]}\nexport {};\n`);
    }
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: {
        noEmit: true,
        composite: false,
        declaration: false,
        isolatedDeclarations: false,
        rootDir: ROOT,
      },
      // The packages are read from their source, and with it what they declare of others.
      include: ['**/*.ts', '../../packages/*/src/**/*.d.ts'],
    }),
  );
  const { ok, out } = capture(bin('tsc'), ['-p', folder, '--pretty', 'false']);
  for (const [path, place] of blocks) {
    const found = out.split('\n').filter((line) => line.includes(`dist/docs/${path}(`) || line.startsWith(`${path}(`));
    for (const line of found) problems.push(`${place}: ${line.slice(line.indexOf('('))}`);
  }
  if (!ok && problems.length === 0) problems.push(out);
  console.log(`${blocks.size} blocks of code`);
}

function checkLinks() {
  for (const page of pages) {
    const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(?:https?:|mailto:)/.test(target)) continue;
      const [path, anchor] = target.split('#');
      const file = path === '' ? page : posix.join(posix.dirname(page), path);
      if (!existsSync(join(ROOT, file))) problems.push(`${page}: ${target} leads nowhere`);
      else if (anchor && !anchorsOf(file).has(anchor)) problems.push(`${page}: ${target} has no such heading`);
    }
  }
}

function anchorsOf(file) {
  const headings = [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^#+ (.*)$/gm)];
  return new Set(
    headings.map(([, heading]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** The codes in the sources against the first column of the tables in docs/errors.md. */
function checkErrors() {
  const inSources = new Set();
  for (const name of Object.keys(PACKAGES)) {
    for (const file of filesBelow(`packages/${name}/src`)) {
      if (!file.endsWith('.ts')) continue;
      const text = readFileSync(join(ROOT, 'packages', name, 'src', file), 'utf8');
      for (const [, code] of text.matchAll(/'(FLOW\d{4})'/g)) inSources.add(code);
      for (const [code] of text.matchAll(/\bFlowmap\.[A-Z]\w+/g)) inSources.add(code);
      // Definitions and executions have the service's own codes.
      if (name === 'engine' || file.startsWith('language/')) continue;
      for (const [, code] of text.matchAll(ERROR_CODE)) inSources.add(code);
    }
  }
  const page = existsSync(join(ROOT, 'docs/errors.md')) ? readFileSync(join(ROOT, 'docs/errors.md'), 'utf8') : '';
  const told = new Set([...page.matchAll(/^\| `([\w.]+)`/gm)].map(([, code]) => code));
  for (const code of [...inSources].sort()) {
    if (!told.has(code)) problems.push(`docs/errors.md: ${code} is missing`);
  }
  for (const code of [...told].sort()) {
    if (!inSources.has(code)) problems.push(`docs/errors.md: ${code} is in no source`);
  }
  console.log(`${told.size} codes and errors`);
}

/** The last column of the packages in docs/architecture.md against tools/packages.mjs. */
function checkPackages() {
  const text = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
  const told = new Map();
  for (const [, names, imports] of text.matchAll(/^\| (`[^|]*`) +\|[^|]*\| ([^|]*?) +\|$/gm)) {
    for (const [, name] of names.matchAll(/`([^`]+)`/g)) told.set(name, imports);
  }
  for (const [name, { imports, only }] of Object.entries(PACKAGES)) {
    const others = Object.keys(PACKAGES).filter((other) => other !== name && other !== 'testing');
    const missing = others.filter((other) => !imports.includes(other));
    const paths = imports.map((other) => only?.[other]?.map((path) => path.replace('@flowmap/', '')) ?? other);
    const listed = paths.length === 0 ? 'nothing' : paths.join(', ');
    const short = missing.length === 0 ? 'all' : `all but ${missing.join(', ')}`;
    const said = told.get(name);
    if (said !== listed && said !== short)
      problems.push(`docs/architecture.md: ${name} imports ${listed}, not ${said}`);
  }
}

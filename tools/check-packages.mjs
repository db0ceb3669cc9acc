// Checks what is published: each manifest against the table of packages, against its own files and its own imports.
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { EXAMPLES, PACKAGES, SCOPE } from './packages.mjs';
import { ROOT } from './run.mjs';
import { filesBelow, importsBelow, packageOf } from './sources.mjs';

const ENGINES = '>=20.19';
const read = (path) => readFileSync(join(ROOT, path), 'utf8');
const exists = (path) => existsSync(join(ROOT, path));
const builtins = new Set(builtinModules);
const problems = [];
const version = JSON.parse(read('packages/graph/package.json')).version;

for (const [name, rules] of Object.entries(PACKAGES)) {
  const folder = `packages/${name}`;
  const problem = (text) => problems.push(`${folder}: ${text}`);
  if (!exists(`${folder}/package.json`)) {
    problem('there is no package.json');
    continue;
  }
  const manifest = JSON.parse(read(`${folder}/package.json`));
  checkManifest(name, manifest, problem);
  checkFiles(folder, manifest, problem);
  checkExports(folder, manifest, problem);
  checkImports(name, rules, manifest, problem);
}
for (const folder of new Set(filesBelow('packages').map((file) => file.split('/')[0]))) {
  if (!(folder in PACKAGES)) problems.push(`packages/${folder}: not in tools/packages.mjs`);
}
for (const name of EXAMPLES) {
  const manifest = JSON.parse(read(`examples/${name}/package.json`));
  if (manifest.private !== true) problems.push(`examples/${name}: must be private`);
}

for (const text of problems) console.error(text);
console.log(`${Object.keys(PACKAGES).length} packages checked, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);

function checkManifest(name, manifest, problem) {
  const expected = {
    name: `${SCOPE}/${name}`,
    version,
    license: 'MIT',
    type: 'module',
    engines: { node: ENGINES },
    publishConfig: { access: 'public' },
    nx: { tags: [`pkg:${name}`] },
  };
  for (const [key, value] of Object.entries(expected)) {
    if (JSON.stringify(manifest[key]) !== JSON.stringify(value)) problem(`${key} should be ${JSON.stringify(value)}`);
  }
  if (!manifest.description) problem('has no description');
  if (manifest.private) problem('is private');
  if (manifest.scripts) problem('has scripts; they belong to the root');
}

function checkFiles(folder, manifest, problem) {
  for (const file of ['tsconfig.json', 'tsconfig.lib.json', 'tsconfig.spec.json', 'jest.config.mjs']) {
    if (!exists(`${folder}/${file}`)) problem(`there is no ${file}`);
  }
  if (!exists(`${folder}/LICENSE`) || read(`${folder}/LICENSE`) !== read('LICENSE')) problem('LICENSE is not the one');
  const readme = exists(`${folder}/README.md`) ? read(`${folder}/README.md`) : '';
  if (!readme.startsWith(`# ${manifest.name}\n`)) problem(`README.md does not begin with "# ${manifest.name}"`);
  for (const file of ['dist', '!dist/*.tsbuildinfo']) {
    if (!manifest.files?.includes(file)) problem(`files does not have ${file}`);
  }
  for (const file of filesBelow(`${folder}/src`)) {
    if (!/^([a-z0-9-]+\/)*[a-z0-9-]+(\.types|\.table|\.d)?\.(ts|json)$/.test(file)) {
      problem(`src/${file}: names of files are in kebab case`);
    }
  }
}

function checkExports(folder, manifest, problem) {
  const published = (path) => manifest.files?.some((file) => path === `./${file}` || path.startsWith(`./${file}/`));
  for (const [key, target] of Object.entries(manifest.exports ?? {})) {
    if (typeof target === 'string') {
      if (!exists(`${folder}/${target}`)) problem(`exports ${key}: there is no ${target}`);
      if (target !== './package.json' && !published(target)) problem(`exports ${key}: ${target} is not in files`);
      continue;
    }
    const source = target['@flowmap/source'];
    const built = source?.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, '');
    const expected = { '@flowmap/source': source, types: `${built}.d.ts`, default: `${built}.js` };
    if (JSON.stringify(target) !== JSON.stringify(expected))
      problem(`exports ${key}: should be source, types, default`);
    else if (!exists(`${folder}/${source}`)) problem(`exports ${key}: there is no ${source}`);
  }
  for (const key of ['.', './package.json']) if (!manifest.exports?.[key]) problem(`does not export ${key}`);
  for (const [command, path] of Object.entries(manifest.bin ?? {})) {
    if (!exists(`${folder}/${path}`)) problem(`bin ${command}: there is no ${path}`);
    else if (!read(`${folder}/${path}`).startsWith('#!/usr/bin/env node\n')) problem(`bin ${command}: no shebang line`);
    if (!published(path)) problem(`bin ${command}: ${path} is not in files`);
  }
}

function checkImports(name, rules, manifest, problem) {
  const folder = `packages/${name}`;
  const dependencies = manifest.dependencies ?? {};
  const declared = { ...dependencies, ...manifest.peerDependencies };
  const allowed = rules.imports.map((other) => `${SCOPE}/${other}`);
  const ownDeclared = Object.keys(dependencies).filter((dependency) => dependency.startsWith(`${SCOPE}/`));
  for (const dependency of ownDeclared.filter((other) => !allowed.includes(other))) {
    problem(`${dependency} is declared; own packages may be ${[...allowed].sort().join(', ') || 'none'}`);
  }
  for (const dependency of ownDeclared) {
    if (dependencies[dependency] !== `^${version}`) problem(`${dependency} should be ^${version}`);
  }

  const sources = [
    ...importsBelow(`${folder}/src`).map((found) => ({ ...found, file: `src/${found.file}` })),
    ...importsBelow(`${folder}/bin`).map((found) => ({ ...found, file: `bin/${found.file}` })),
  ];
  const used = new Set();
  for (const { file, specifier } of sources) {
    const bad = (text) => problem(`${file} imports ${specifier}: ${text}`);
    if (specifier.startsWith('.')) {
      if (posix.join(posix.dirname(file), specifier).startsWith('..')) bad('outside of the package');
      continue;
    }
    if (specifier.startsWith('node:')) continue;
    if (builtins.has(specifier)) {
      bad('write node:');
      continue;
    }
    const target = packageOf(specifier);
    used.add(target);
    if (target === manifest.name) bad('itself; use a relative path');
    else if (target.startsWith(`${SCOPE}/`) && !allowed.includes(target)) bad('not allowed by tools/packages.mjs');
    else if (!(target in declared)) bad('not declared in package.json');
    const only = rules.only?.[target.slice(SCOPE.length + 1)];
    if (target.startsWith(`${SCOPE}/`) && only && !only.includes(specifier)) bad(`only ${only.join(', ')} is allowed`);
    if (/^@(aws-sdk|smithy)\//.test(target) && !awsAllowed(rules, file)) bad('AWS clients are not allowed here');
  }
  const written = filesBelow(`${folder}/src`).some((file) => read(`${folder}/src/${file}`).trim() !== 'export {};');
  if (written) {
    for (const dependency of Object.keys(declared)) {
      if (!used.has(dependency)) problem(`${dependency} is declared, but no source imports it`);
    }
  }
  for (const { file, specifier } of importsBelow(`${folder}/test`)) {
    if (packageOf(specifier) === `${SCOPE}/cli` && name !== 'cli') problem(`test/${file} imports ${specifier}`);
  }
}

function awsAllowed(rules, file) {
  return rules.aws !== undefined && file.startsWith(`src/${rules.aws}`);
}

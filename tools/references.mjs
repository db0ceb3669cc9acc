// Writes the project references of every tsconfig; with --check, only says which are wrong.
//
// Sources refer to the packages that their manifest names, tests to those that they import. `nx sync` cannot do this:
// its project graph does not tell tests from sources, and tests go against the direction of the packages.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { EXAMPLES, PACKAGES, SCOPE } from './packages.mjs';
import { ROOT } from './run.mjs';
import { importsBelow, packageOf } from './sources.mjs';

const check = process.argv.includes('--check');
const names = Object.keys(PACKAGES);
const json = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const own = (dependencies) => names.filter((name) => dependencies.includes(`${SCOPE}/${name}`));

const expected = {
  'tsconfig.json': [...names.map((name) => `./packages/${name}`), ...EXAMPLES.map((name) => `./examples/${name}`)],
  'tsconfig.build.json': names.map((name) => `./packages/${name}/tsconfig.lib.json`),
};
for (const name of names) {
  const folder = `packages/${name}`;
  const manifest = json(`${folder}/package.json`);
  const tested = importsBelow(`${folder}/test`).map(({ specifier }) => packageOf(specifier));
  expected[`${folder}/tsconfig.json`] = ['./tsconfig.lib.json', './tsconfig.spec.json'];
  expected[`${folder}/tsconfig.lib.json`] = own(Object.keys(manifest.dependencies ?? {})).map(
    (other) => `../${other}/tsconfig.lib.json`,
  );
  expected[`${folder}/tsconfig.spec.json`] = [
    './tsconfig.lib.json',
    ...own(tested)
      .filter((other) => other !== name)
      .map((other) => `../${other}/tsconfig.lib.json`),
  ];
}
for (const name of EXAMPLES) {
  const folder = `examples/${name}`;
  expected[`${folder}/tsconfig.json`] = own(Object.keys(json(`${folder}/package.json`).devDependencies ?? {})).map(
    (other) => `../../packages/${other}/tsconfig.lib.json`,
  );
}

let wrong = 0;
for (const [path, paths] of Object.entries(expected)) {
  if (!existsSync(join(ROOT, path))) {
    console.error(`${path}: missing`);
    wrong += 1;
    continue;
  }
  const config = json(path);
  const actual = (config.references ?? []).map((reference) => reference.path);
  if (JSON.stringify(actual) === JSON.stringify(paths)) continue;
  if (check) {
    console.error(`${path}: references are ${actual.join(', ') || 'none'}; should be ${paths.join(', ') || 'none'}`);
    wrong += 1;
  } else {
    config.references = paths.map((reference) => ({ path: reference }));
    const options = await resolveConfig(join(ROOT, path));
    writeFileSync(join(ROOT, path), await format(JSON.stringify(config, null, 2), { ...options, parser: 'json' }));
    console.log(`${path}: written`);
  }
}
if (wrong > 0) console.error('Run: npm run references');
process.exit(wrong > 0 ? 1 : 0);

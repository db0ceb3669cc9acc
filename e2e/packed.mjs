// Installs what would be published into empty folders and uses it as a consumer does. Needs `npm run pack` first.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { checks } from './lib/checks.mjs';
import { MANIFESTS, ROOT, consumer } from './lib/consumer.mjs';

const { check, finish } = checks();
const all = MANIFESTS.map(({ name }) => name);

/** Every import that the packages offer, without their manifests: `{ specifier, target }`. */
const entries = MANIFESTS.flatMap(({ name, exports }) =>
  Object.entries(exports)
    .filter(([key]) => key !== './package.json')
    .map(([key, target]) => ({ specifier: `${name}${key.slice(1)}`, target })),
);
const modules = entries.filter(({ target }) => typeof target !== 'string').map(({ specifier }) => specifier);
/** Programs rather than libraries: to import one is to start it. */
const PROGRAMS = ['@flowmap/runtime/lambda', '@flowmap/runtime/batch', '@flowmap/runtime/worker'];
const libraries = modules.filter((specifier) => !PROGRAMS.includes(specifier));

const alone = consumer({ install: ['@flowmap/asl'] });
try {
  await check('asl installs alone, and brings graph and nothing else', () => {
    alone.install();
    assert.deepEqual(alone.installed(), ['@flowmap/asl', '@flowmap/graph']);
  });
  await check('asl can be imported where it is alone', () => {
    alone.node("await import('@flowmap/asl'); await import('@flowmap/asl/language');");
  });
} finally {
  alone.remove();
}

const together = consumer({ install: all });
try {
  await check('all packages install together', () => void together.install());

  await check('each package is there once', () => {
    const own = together.installed().filter((name) => name.startsWith('@flowmap/'));
    assert.deepEqual(own, [...all].sort());
    const out = together.run('npm', ['ls', '--all', '--parseable']);
    const nested = out.split('\n').filter((path) => /node_modules.*node_modules[\\/]@flowmap/.test(path));
    assert.deepEqual(nested, []);
  });

  for (const specifier of libraries) {
    await check(`import ${specifier}`, () => void together.node(`await import('${specifier}');`));
  }
  for (const specifier of PROGRAMS) {
    await check(`${specifier} resolves to a file that parses`, () => {
      const file = together.node(
        `import { fileURLToPath } from 'node:url'; process.stdout.write(fileURLToPath(import.meta.resolve('${specifier}')));`,
      );
      together.run(process.execPath, ['--check', file]);
    });
  }

  await check('every library exports something', () => {
    const out = together.node(`
      const empty = [];
      for (const specifier of ${JSON.stringify(libraries)}) {
        if (Object.keys(await import(specifier)).length === 0) empty.push(specifier);
      }
      process.stdout.write(empty.join(', '));`);
    assert.equal(out, '', `without a single export: ${out}`);
  });

  await check('every library can be required from CommonJS', () => {
    together.commonjs(`for (const specifier of ${JSON.stringify(libraries)}) require(specifier);`);
  });

  await check('what is not exported is closed', () => {
    const out = together.node(`
      const open = [];
      for (const name of ${JSON.stringify(all)}) {
        for (const path of ['dist/index.js', 'src/index.ts', 'package']) {
          await import(name + '/' + path).then(
            () => open.push(name + '/' + path),
            (error) => { if (error.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error; });
        }
      }
      process.stdout.write(open.join(', '));`);
    assert.equal(out, '');
  });

  await check('the schema of the graph is JSON', () => {
    together.commonjs(
      "if (typeof require('@flowmap/graph/schema.json') !== 'object') throw new Error('not an object');",
    );
  });

  await check('the types of every entry hold for a strict consumer', () => {
    together.write(
      'types.ts',
      `${modules.map((specifier, i) => `import * as m${i} from '${specifier}';`).join('\n')}
export const seen: readonly object[] = [${modules.map((_, i) => `m${i}`).join(', ')}];\n`,
    );
    together.write('tsconfig.json', {
      compilerOptions: {
        target: 'es2023',
        lib: ['es2023'],
        module: 'nodenext',
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        types: ['node'],
        typeRoots: [join(ROOT, 'node_modules', '@types')],
      },
      files: ['types.ts'],
    });
    together.run(process.execPath, [join(ROOT, 'node_modules', '@typescript', 'native', 'bin', 'tsc'), '-p', '.']);
  });

  await check('flow-cli starts', () => {
    const out = together.run('npx', ['--no-install', 'flow-cli', '--version']);
    assert.match(out, new RegExp(MANIFESTS.find(({ name }) => name === '@flowmap/cli').version.replaceAll('.', '\\.')));
  });
} finally {
  together.remove();
}

finish();

// Puts programs of ours that start often into few files: what runs a flow on AWS, which every deployment uploads, the command line, and
// its workers, which start in half the time so. What they take from other packages keeps its licence in a file beside. Needs what tsc builds.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from './run.mjs';

const DEPLOY = join(ROOT, 'packages/deploy/dist/code');
const CLI = join(ROOT, 'packages/cli/dist');
const LOCAL = join(ROOT, 'packages/local/dist');

/** Takes away what was made before, so that nothing runs that is older than its sources. */
export function removePrograms() {
  for (const folder of [CLI, LOCAL]) rmSync(join(folder, 'program'), { recursive: true, force: true });
  const file = join(DEPLOY, 'built-entries.js');
  if (existsSync(file)) writeFileSync(file, 'export const built = undefined;\n');
}

export async function buildPrograms() {
  removePrograms();
  await buildEntries();
  // Its workers, the bundler and the database have files of their own.
  await buildProgram(CLI, {
    entry: "export { runCli } from './cli.js';\nexport { processIo } from './process-io.js';\n",
    external: ['esbuild', '@flowmap/local', '@flowmap/local/*'],
  });
  await buildProgram(LOCAL, { external: ['dynalite'] });
}

/** The programs around flows, as texts in a module of the package. */
async function buildEntries() {
  const { bundleAll } = await import(`${pathToFileURL(join(DEPLOY, 'bundle-entries.js')).href}?${Date.now()}`);
  const inputs = new Set();
  const entries = await bundleAll((files) => files.forEach((file) => inputs.add(resolve(file))));
  const { version } = JSON.parse(readFileSync(join(ROOT, 'packages/deploy/package.json'), 'utf8'));
  const text = JSON.stringify({ entries, version }, undefined, 1);
  writeFileSync(join(DEPLOY, 'built-entries.js'), `export const built = ${text};\n`);
  writeFileSync(join(DEPLOY, 'THIRD-PARTY-LICENSES.txt'), licences(inputs));
}

/** What a package starts, with all that it imports: `cli.js` of a text, or each `entry-*.js` that there is. */
async function buildProgram(folder, { entry, external }) {
  const outdir = join(folder, 'program');
  const names = readdirSync(folder).filter((file) => /^entry-.*\.js$/.test(file));
  const { metafile } = await build({
    ...(entry === undefined
      ? { entryPoints: names.map((name) => join(folder, name)) }
      : { stdin: { contents: entry, resolveDir: folder, sourcefile: 'program.js' }, entryNames: 'cli' }),
    absWorkingDir: ROOT,
    outdir,
    external,
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    // Stacks are cut by the names of functions.
    keepNames: true,
    legalComments: 'none',
    charset: 'utf8',
    metafile: true,
    banner: {
      js: "import { createRequire as __flowmap_require } from 'node:module'; const require = __flowmap_require(import.meta.url);",
    },
    logLevel: 'warning',
  });
  const inputs = Object.keys(metafile.inputs).map((file) => join(ROOT, file));
  writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licences(inputs));
}

/** The licences of the packages that files are of, ours left out. */
function licences(files) {
  const folders = new Set([...files].map(packageAround).filter((folder) => folder?.includes('/node_modules/')));
  const texts = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const own = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    const words = own.map((file) => readFileSync(join(folder, file), 'utf8').trim());
    if (!license) throw new Error(`${name} names no licence`);
    return `${name} ${version} (${license})\n\n${words.join('\n\n') || `Licence: ${license}`}\n`;
  });
  return [...new Set(texts)].sort().join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the package that a file is of: the next one above with a manifest that has a name. */
function packageAround(file) {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name) return folder.replaceAll('\\', '/');
  }
  return undefined;
}

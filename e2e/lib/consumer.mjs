import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the workspace. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where `npm run pack` leaves what would be published. */
export const TARBALLS = join(ROOT, 'dist', 'tarballs');

/** The manifest of every package, in the order of their folders. */
export const MANIFESTS = readdirSync(join(ROOT, 'packages'))
  .filter((name) => existsSync(join(ROOT, 'packages', name, 'package.json')))
  .map((name) => JSON.parse(readFileSync(join(ROOT, 'packages', name, 'package.json'), 'utf8')));

/** The tarball of a package, as an npm specifier. */
export function tarballOf(name) {
  const { version } = MANIFESTS.find((manifest) => manifest.name === name);
  const path = join(TARBALLS, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  if (!existsSync(path)) throw new Error(`there is no ${path}; run npm run pack`);
  return `file:${path}`;
}

/**
 * An empty folder outside of the workspace in which the named packages are installed from their tarballs. What they need
 * of ours also comes from tarballs: nothing of flowmap is taken from a registry.
 *
 * With `copy`, it begins as a copy of that folder of the workspace, and what its manifest asks of ours is installed.
 */
export function consumer({ copy, install = [], devDependencies = {}, files = {} }) {
  // Resolved, for on macOS the temporary folder is a link, and Node tells the paths of modules without it.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flowmap-e2e-')));
  if (copy !== undefined) return copied(folder, join(ROOT, copy));
  const dependencies = Object.fromEntries(install.map((name) => [name, tarballOf(name)]));
  const overrides = Object.fromEntries(
    MANIFESTS.filter(({ name }) => !install.includes(name)).map(({ name }) => [name, tarballOf(name)]),
  );
  const made = consumerIn(folder);
  made.write('package.json', { private: true, type: 'module', dependencies, devDependencies, overrides });
  for (const [path, content] of Object.entries(files)) made.write(path, content);
  return made;
}

function copied(folder, source) {
  const left = ['node_modules', 'dist', '.flowmap', 'package-lock.json'].map((name) => join(source, name));
  cpSync(source, folder, { recursive: true, filter: (path) => !left.includes(path) });
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const ours = new Set(MANIFESTS.map(({ name }) => name));
  const overrides = Object.fromEntries([...ours].map((name) => [name, tarballOf(name)]));
  for (const dependencies of [manifest.dependencies, manifest.devDependencies]) {
    for (const name of Object.keys(dependencies ?? {})) {
      if (!ours.has(name)) continue;
      dependencies[name] = overrides[name];
      delete overrides[name];
    }
  }
  const made = consumerIn(folder);
  made.write('package.json', { ...manifest, overrides });
  return made;
}

function consumerIn(folder) {
  const write = (path, content) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  };
  const run = (command, args, options = {}) => {
    const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: 300_000,
      shell: process.platform === 'win32',
      ...options,
    });
    if (error) throw error;
    if (status !== 0)
      throw new Error(`${command} ${args.join(' ')} ended with ${status ?? signal}\n${stdout}${stderr}`);
    return stdout;
  };
  return {
    folder,
    write,
    /** Runs a program in the folder; answers with what it wrote, throws unless it succeeds. */
    run,
    /** Runs Node on a piece of ES module code. */
    node: (code) => run(process.execPath, ['--no-warnings', '--input-type=module', '--eval', code]),
    /** Runs Node on a piece of CommonJS code. */
    commonjs: (code) => run(process.execPath, ['--no-warnings', '--input-type=commonjs', '--eval', code]),
    install: () => run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']),
    /** The packages in node_modules, scopes opened. */
    installed: () =>
      readdirSync(join(folder, 'node_modules'))
        .filter((name) => !name.startsWith('.'))
        .flatMap((name) =>
          name.startsWith('@')
            ? readdirSync(join(folder, 'node_modules', name)).map((inner) => `${name}/${inner}`)
            : [name],
        )
        .sort(),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

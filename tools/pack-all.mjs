// Builds and packs every package into dist/tarballs, and checks each tarball the way a consumer would meet it.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGES } from './packages.mjs';
import { ROOT, bin, capture, run } from './run.mjs';

const folder = join(ROOT, 'dist', 'tarballs');
// First, so that nothing tries out what an earlier build left.
rmSync(folder, { recursive: true, force: true });
if (!run(process.execPath, [join(ROOT, 'tools', 'build.mjs')])) process.exit(1);

mkdirSync(folder, { recursive: true });
const workspaces = Object.keys(PACKAGES).flatMap((name) => ['--workspace', `packages/${name}`]);
const packed = capture('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, ...workspaces], {
  shell: process.platform === 'win32',
});
if (!packed.ok) {
  console.error(packed.out);
  process.exit(1);
}

let failed = 0;
const report = (name, check, ok, out) => {
  if (ok) return;
  failed += 1;
  console.error(`${name}: ${check} failed\n${out}`);
};
for (const { name, filename, files } of Object.values(JSON.parse(packed.stdout))) {
  const tarball = join(folder, filename);
  if (!existsSync(tarball)) report(name, 'npm pack', false, `there is no ${filename}`);
  const stray = files.map(({ path }) => path).filter((path) => /(^src\/|^test\/|tsbuildinfo$)/.test(path));
  report(name, 'contents', stray.length === 0, stray.join('\n'));
  const lint = capture(bin('publint'), [tarball, '--strict']);
  report(name, 'publint', lint.ok, lint.out);
  // What is not code has no types to be wrong.
  const types = capture(bin('attw'), [tarball, '--profile', 'esm-only', '--exclude-entrypoints', './schema.json']);
  report(name, 'attw', types.ok, types.out);
}
console.log(`${readdirSync(folder).length} tarballs in dist/tarballs, ${failed} checks failed`);
process.exit(failed > 0 ? 1 : 0);

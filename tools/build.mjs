// Builds the packages. With --all, also type-checks the tests and the examples; with --watch, stays and does so on every change.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGES } from './packages.mjs';
import { buildPrograms, removePrograms } from './program.mjs';
import { ROOT, bin, capture, run } from './run.mjs';
import { builtFilesOf } from './sources.mjs';

const version = capture(bin('tsc'), ['--version']).stdout.trim();
if (!/^Version 7\./.test(version)) {
  // `typescript` is an alias of version 6 for the tools that need its API; a clean install puts tsc 7 in place.
  console.error(`tsc is "${version}", but 7 is needed: remove node_modules and run npm ci.`);
  process.exit(1);
}
// tsc leaves the output of a source that is gone.
for (const name of Object.keys(PACKAGES)) {
  for (const file of builtFilesOf(name)) {
    const source = file.replace(/\.(js|d\.ts)(\.map)?$/, '.ts');
    if (source !== file && !existsSync(join(ROOT, 'packages', name, 'src', source))) {
      rmSync(join(ROOT, 'packages', name, 'dist', file));
    }
  }
}
if (process.argv.includes('--watch')) {
  // They would be older than what is built now.
  removePrograms();
  process.exit(run(bin('tsc'), ['-b', '-w']) ? 0 : 1);
}
if (!run(bin('tsc'), ['-b', process.argv.includes('--all') ? 'tsconfig.json' : 'tsconfig.build.json'])) process.exit(1);
await buildPrograms();

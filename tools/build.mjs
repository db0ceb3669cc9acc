// Builds the packages. With --all, also type-checks the tests and the examples; with --clean, forgets what was built.
import { bin, capture, run } from './run.mjs';

const version = capture(bin('tsc'), ['--version']).stdout.trim();
if (!/^Version 7\./.test(version)) {
  // `typescript` is an alias of version 6 for the tools that need its API; a clean install puts tsc 7 in place.
  console.error(`tsc is "${version}", but 7 is needed: remove node_modules and run npm ci.`);
  process.exit(1);
}
const project = process.argv.includes('--all') ? 'tsconfig.json' : 'tsconfig.build.json';
if (process.argv.includes('--clean')) run(bin('tsc'), ['-b', project, '--clean']);
process.exit(run(bin('tsc'), ['-b', project]) ? 0 : 1);

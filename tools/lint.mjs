// Lints the paths given, or everything. The rule on package boundaries reads the project graph, so it is made first.
import { bin, run } from './run.mjs';

process.env.NX_DAEMON = 'false';
const { createProjectGraphAsync } = await import('@nx/devkit');
await createProjectGraphAsync();
const args = process.argv.slice(2);
process.exit(run(bin('eslint'), args.length > 0 ? args : ['.']) ? 0 : 1);

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The tests run the program as it is installed, so it has to be built. Errors of types are not the tests' affair. */
export default function setup() {
  const tsc = fileURLToPath(new URL('../../../node_modules/.bin/tsc', import.meta.url));
  const project = fileURLToPath(new URL('../tsconfig.lib.json', import.meta.url));
  try {
    execFileSync(tsc, ['-b', project], { stdio: 'pipe' });
  } catch {
    // What could be emitted has been; a file that is missing fails its test by name.
  }
}

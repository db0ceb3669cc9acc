import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The examples are run by flow-cli as it is built. */
export default function setup() {
  const tsc = fileURLToPath(new URL('../node_modules/.bin/tsc', import.meta.url));
  const projects = ['cli', 'map-adaptive', 'map-distributed', 'map-inline'].map((name) =>
    fileURLToPath(new URL(`../packages/${name}/tsconfig.lib.json`, import.meta.url)),
  );
  execFileSync(tsc, ['-b', ...projects], { stdio: 'inherit' });
}

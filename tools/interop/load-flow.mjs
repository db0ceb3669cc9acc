/** Loads the flow of a file, for the checks beside. */
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles a file and imports it: `{ flow, bundle, remove }`, of which `bundle` is the path of the module that was made, and `remove`
 * takes that away. It lies beside the file, in a folder that is ignored, so that what the flow looks up by name is found.
 */
export async function loadFlow(file, name) {
  const bundle = join(dirname(file), '.flowmap', `interop-${name}.mjs`);
  await build({
    entryPoints: [file],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
  });
  const { default: flow } = await import(pathToFileURL(bundle).href);
  return { flow, bundle, remove: () => rmSync(bundle) };
}

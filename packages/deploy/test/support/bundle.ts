import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { FlowBundle } from '../../src/index.js';

/** A folder of this test's own, with files in it. */
export async function folderWith(files: { readonly [path: string]: string }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flowmap-test-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

const PACKAGES = fileURLToPath(new URL('../../..', import.meta.url));

/** Bundles the flow in a file, as the command line tool does: an ES module, and a map whose sources are URLs of files. */
export async function bundleOf(file: string, external: readonly string[] = []): Promise<FlowBundle> {
  const folder = dirname(file);
  const { outputFiles } = await build({
    entryPoints: [file],
    absWorkingDir: folder,
    outfile: 'bundle.mjs',
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    sourcemap: 'external',
    sourcesContent: false,
    keepNames: true,
    external: [...external],
    conditions: ['@flowmap/source'],
    alias: { '@flowmap/flow': join(PACKAGES, 'flow/src/index.ts') },
    logLevel: 'silent',
  });
  const textOf = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  const map = JSON.parse(textOf('.map')) as { sources: string[] };
  const sources = map.sources.map((source) => {
    const path = resolve(folder, source);
    // A project has our packages in its node_modules.
    const at = path.startsWith(PACKAGES) ? join(folder, 'node_modules/@flowmap', path.slice(PACKAGES.length)) : path;
    return pathToFileURL(at).href;
  });
  return { code: textOf('.mjs'), map: JSON.stringify({ ...map, sources }) };
}

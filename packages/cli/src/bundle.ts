import { createHash } from 'node:crypto';
import { dirname, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BundledModule } from '@flowmap/deploy';
import type { BuildFailure, BuildOptions, Message, Metafile } from 'esbuild';
import { Mistake } from './mistake.js';

/** A module and all that it imports, as one ES module. */
export interface Bundle {
  /** The same for the same sources, wherever they are; without the source map. */
  readonly code: string;
  /** Names the code: 16 hexadecimal digits. */
  readonly hash: string;
  /** The source map, whose sources are file URLs. */
  readonly map: string;
  /** The folder whose `node_modules` the code finds. */
  readonly folder: string;
  /** What the code is made of, a package or a file each. */
  readonly modules: readonly BundledModule[];
  /** The URL of the module that was bundled: what its `import.meta.url` says on this machine. */
  readonly url: string;
}

/** What to bundle. */
export type Entry =
  | { readonly file: string }
  /** Text of a module that imports from a folder. */
  | { readonly text: string; readonly folder: string };

/** The property of the global object under which the loader of a bundle leaves the module's own URL. */
export const URL_KEY = '@flowmap/module-url';

// Packages that are CommonJS ask for `require` and `__dirname`; a module asks for its own place, which is not the bundle's.
const BANNER = `import { createRequire as __flowmap_createRequire } from 'node:module';
import { fileURLToPath as __flowmap_fileURLToPath } from 'node:url';
const __flowmap_url = globalThis[Symbol.for('${URL_KEY}')] ?? import.meta.url;
const require = __flowmap_createRequire(__flowmap_url);
const __filename = __flowmap_fileURLToPath(__flowmap_url);
const __dirname = __flowmap_fileURLToPath(new URL('.', __flowmap_url));`;

/**
 * Bundles a module with esbuild: offline, nothing is written. Everything is taken in but Node's own modules and `external`.
 * Throws a {@link Mistake} with every error of the sources and its place.
 */
export async function bundle(entry: Entry, external: readonly string[] = []): Promise<Bundle> {
  const file = 'file' in entry ? resolve(entry.file) : undefined;
  const folder = 'file' in entry ? dirname(resolve(entry.file)) : entry.folder;
  const { build } = await import('esbuild');
  const options: BuildOptions = {
    ...(file !== undefined
      ? { entryPoints: [file] }
      : {
          stdin: {
            contents: (entry as { text: string }).text,
            resolveDir: folder,
            sourcefile: 'flow-cli',
            loader: 'ts',
          },
        }),
    absWorkingDir: folder,
    outfile: 'bundle.mjs',
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    keepNames: true,
    charset: 'utf8',
    external: [...external],
    banner: { js: BANNER },
    define: { 'import.meta.url': '__flowmap_url' },
    metafile: true,
    logLevel: 'silent',
  };
  try {
    const { outputFiles, metafile } = await build({ ...options, write: false, metafile: true });
    const text = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
    const code = text('.mjs');
    return {
      code,
      hash: createHash('sha256').update(code).digest('hex').slice(0, 16),
      map: absolute(text('.map'), folder),
      folder,
      modules: modulesOf(metafile),
      url: pathToFileURL(file ?? resolve(folder, 'flow-cli')).href,
    };
  } catch (error) {
    throw isBuildFailure(error)
      ? new Mistake(error.errors.map((message) => describe(message, folder)).join('\n\n'))
      : error;
  }
}

/** The inputs of the bundle, those of a package as one. */
function modulesOf({ outputs }: Metafile): readonly BundledModule[] {
  const sizes = new Map<string, number>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const name = /(?:^|\/)node_modules\/(?!.*\/node_modules\/)((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1];
      const module = name === undefined ? path : `node_modules/${name}`;
      sizes.set(module, (sizes.get(module) ?? 0) + bytesInOutput);
    }
  }
  return [...sizes].map(([name, bytes]) => ({ name, bytes }));
}

/** A stack names the author's file wherever the bundle lies, if the map names it by its URL. */
function absolute(map: string, folder: string): string {
  const parsed = JSON.parse(map) as { sources: string[] };
  parsed.sources = parsed.sources.map((source) => pathToFileURL(resolve(folder, source)).href);
  return JSON.stringify(parsed);
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

/** An error of esbuild as `file:line:column: text`, with the line and a caret. */
function describe({ text, location, notes }: Message, folder: string): string {
  const more = notes.map((note) => `\n  ${note.text}`).join('');
  if (!location) return text + more;
  const place = `${relative(process.cwd(), resolve(folder, location.file))}:${location.line}:${location.column + 1}`;
  const gutter = `  ${location.line} | `;
  const caret = ' '.repeat(gutter.length + location.column) + '^';
  return `${place}: ${text}\n${gutter}${location.lineText}\n${caret}${more}`;
}

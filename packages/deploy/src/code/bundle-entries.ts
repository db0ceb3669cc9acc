import { fileURLToPath } from 'node:url';

/** The programs that run a flow on AWS, as text. */
export interface Entries {
  /** `index.mjs` of a function: an ES module that exports `handler` and loads the flow beside it. */
  readonly lambda: string;
  /** The end of a container's module, before which stands the flow. */
  readonly container: string;
  /** What a container runs by `node -e`: it fetches its module and imports it. */
  readonly loader: string;
}

/** Packages that are CommonJS ask for `require`. */
const BANNER =
  "import { createRequire as __flowmap_require } from 'node:module'; const require = __flowmap_require(import.meta.url);";

/**
 * The programs with all that they import, AWS clients included. A published package brings them, so that a version of it gives the same
 * text wherever it is installed; what is run as source has them bundled.
 */
export function bundleEntries(): Promise<Entries> {
  bundling ??= import('./built-entries.js').then(({ built }) => built?.entries ?? bundleAll());
  return bundling;
}

/** What is installed does not change while a process runs, so they are bundled once. */
let bundling: Promise<Entries> | undefined;

/** Bundles the programs, also where the package brings them. `onInputs` is told the files that went into one, relative to the current folder. */
export async function bundleAll(onInputs?: (files: readonly string[]) => void): Promise<Entries> {
  const [lambda, container, loader] = await Promise.all([
    bundled('entry-lambda', 'esm', onInputs),
    bundled('entry-container', 'esm', onInputs),
    bundled('entry-loader', 'cjs', onInputs),
  ]);
  return { lambda, container, loader };
}

async function bundled(
  name: string,
  format: 'esm' | 'cjs',
  onInputs?: (files: readonly string[]) => void,
): Promise<string> {
  const { build } = await import('esbuild');
  // Read as source, as tests and editors do, this file has its neighbours as source.
  const isSource = import.meta.url.endsWith('.ts');
  const { outputFiles, metafile } = await build({
    metafile: true,
    entryPoints: [fileURLToPath(new URL(`./${name}.${isSource ? 'ts' : 'js'}`, import.meta.url))],
    bundle: true,
    write: false,
    format,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: true,
    // Stacks are cut by the names of functions.
    keepNames: format === 'esm',
    legalComments: 'none',
    charset: 'utf8',
    ...(isSource ? { conditions: ['@flowmap/source'] } : {}),
    ...(format === 'esm' ? { banner: { js: BANNER } } : {}),
    logLevel: 'silent',
  });
  onInputs?.(Object.keys(metafile.inputs));
  return outputFiles[0]?.text ?? '';
}

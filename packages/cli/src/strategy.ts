import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { MapStrategy } from '@flowmap/asl';
import { adaptive } from '@flowmap/map-adaptive';
import { batchArray } from '@flowmap/map-batch-array';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { bundle } from './bundle.js';
import { loadModule } from './load-module.js';
import { Mistake } from './mistake.js';

/** The names that `--map-strategy` knows by itself. */
export const BUILT_IN = ['inline', 'distributed', 'adaptive', 'batch-array'] as const;

/** Items up to which `adaptive` stays inline: an execution has room for them whatever the body, in most flows. */
const ADAPTIVE_UP_TO = 1000;

/**
 * The strategy of a name: one of {@link BUILT_IN}, or a module that is found from a folder and whose default export is a strategy or
 * a function that gives one. Throws a {@link Mistake} that names the module.
 */
export async function strategyByName(name: string, folder: string): Promise<MapStrategy> {
  switch (name) {
    case 'inline':
      return inline();
    case 'distributed':
      return distributed();
    case 'adaptive':
      return adaptive([{ upTo: ADAPTIVE_UP_TO, use: inline() }, { use: distributed() }]);
    case 'batch-array':
      return batchArray();
    default:
      return outside(name, folder);
  }
}

const DEFAULT_EXPORT =
  'Its default export has to be a map strategy with apiVersion 1, or a function without arguments that gives one.';

async function outside(name: string, folder: string): Promise<MapStrategy> {
  const words = await packageWords(name, folder);
  const loaded = await loadModule(await bundleOf(name, folder, words), `The strategy ${words}`);
  const strategy = made(loaded, words);
  const problem = problemOf(strategy);
  if (problem === undefined) return strategy as MapStrategy;
  throw new Mistake(
    `${words} is not a map strategy that this version of flow-cli can use: ${problem}.`,
    DEFAULT_EXPORT,
  );
}

/** What a module's default export gives. */
function made(loaded: unknown, words: string): unknown {
  if (typeof loaded !== 'function') return loaded;
  try {
    return (loaded as () => unknown)();
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new Mistake(
      `${words} throws when it is called without options: ${message}`,
      'Give the strategy in flowmap.config.ts, where it can have options.',
      error,
    );
  }
}

/** A package with its version, `@acme/flowmap-lanes 1.2.0`, where it is installed beside the flow; else the name as it was given. */
async function packageWords(name: string, folder: string): Promise<string> {
  const [, own] = /^((?:@[^/]+\/)?[^./@][^/]*)/.exec(name) ?? [];
  if (own === undefined) return name;
  for (let at = resolve(folder); ; at = dirname(at)) {
    try {
      const text = await readFile(join(at, 'node_modules', own, 'package.json'), 'utf8');
      const { version } = JSON.parse(text) as { readonly version?: unknown };
      return typeof version === 'string' ? `${name} ${version}` : name;
    } catch {
      if (dirname(at) === at) return name;
    }
  }
}

async function bundleOf(name: string, folder: string, words: string): ReturnType<typeof bundle> {
  const text = `import strategy from ${JSON.stringify(name)};\nexport default strategy;\n`;
  try {
    return await bundle({ text, folder });
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    if (error.message.includes('for import "default"') && error.message.includes(text.split('\n')[0] ?? '')) {
      throw new Mistake(`${words} has no default export.`, DEFAULT_EXPORT);
    }
    const unresolved = error.message.includes(`Could not resolve "${name}"`);
    throw unresolved
      ? new Mistake(
          `There is no map strategy ${name}.`,
          `Known are ${BUILT_IN.join(', ')}, and any package installed beside the flow (npm install ${name}).`,
        )
      : error;
  }
}

function problemOf(strategy: unknown): string | undefined {
  if (typeof strategy !== 'object' || strategy === null) return `its default export gives ${describe(strategy)}`;
  const { kind, apiVersion, lower } = strategy as { kind?: unknown; apiVersion?: unknown; lower?: unknown };
  if (apiVersion !== 1) return `its apiVersion is ${JSON.stringify(apiVersion) ?? 'missing'}, known is 1`;
  if (typeof kind !== 'string') return 'it has no kind';
  return typeof lower === 'function' ? undefined : 'it has no method lower';
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : value === null ? 'null' : `a ${typeof value}`;
}

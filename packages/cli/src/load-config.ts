import { stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { bundle } from './bundle.js';
import type { Config } from './config.js';
import { loadModule } from './load-module.js';
import { Mistake } from './mistake.js';

const NAMES = ['flowmap.config.ts', 'flowmap.config.mts', 'flowmap.config.js', 'flowmap.config.mjs'];
const KNOWN = ['strategy', 'computes', 'target', 'external'];

/** The configuration that goes with a folder: the nearest `flowmap.config.ts` in it or above. Empty where there is none. */
export async function loadConfig(folder: string): Promise<Config> {
  const file = await findUp(folder);
  if (file === undefined) return {};
  const name = relative(process.cwd(), file);
  const config = await loadModule(await bundle({ file }), name);
  if (typeof config !== 'object' || config === null) {
    throw new Mistake(`${name} has no default export.`, 'Write: export default defineConfig({ ... });');
  }
  const unknown = Object.keys(config).filter((key) => !KNOWN.includes(key));
  if (unknown.length > 0) {
    throw new Mistake(`${name} has ${unknown.join(', ')}, which means nothing.`, `Known are ${KNOWN.join(', ')}.`);
  }
  return config;
}

async function findUp(folder: string): Promise<string | undefined> {
  for (const name of NAMES) {
    const file = join(folder, name);
    if (await isFile(file)) return file;
  }
  const above = dirname(folder);
  return above === folder ? undefined : findUp(above);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

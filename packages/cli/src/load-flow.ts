import { stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { isFlow, type Flow } from '@flowmap/flow';
import { bundle, type Bundle } from './bundle.js';
import type { Config } from './config.js';
import { loadConfig } from './load-config.js';
import { loadModule } from './load-module.js';
import { Mistake } from './mistake.js';

/** A flow file, loaded. */
export interface LoadedFlow {
  readonly flow: Flow;
  readonly bundle: Bundle;
  readonly config: Config;
  /** The file as the user would write it, from the current folder. */
  readonly name: string;
  /** The folder that it lies in. */
  readonly folder: string;
}

/** Bundles a flow file and runs its builder; finds its configuration. Throws a {@link Mistake} where the file is no flow. */
export async function loadFlow(file: string): Promise<LoadedFlow> {
  const path = resolve(file);
  const name = relative(process.cwd(), path) || file;
  await checkReadable(path, name);
  const folder = dirname(path);
  const config = await loadConfig(folder);
  const external = config.external ?? [];
  const bundled = await bundle({ file: path }, external);
  const flow = await loadModule(bundled, name, external);
  if (isFlow(flow)) return { flow, bundle: bundled, config, name, folder };
  throw new Mistake(
    `${name} does not export a flow${found(flow)}.`,
    'Write: export default flow({ name: ... }, ({ step }) => { ... });',
  );
}

async function checkReadable(path: string, name: string): Promise<void> {
  try {
    if ((await stat(path)).isFile()) return;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'it may not be read' : String(code);
    throw new Mistake(`Cannot read ${name}: ${why}.`, 'Give the path of the file that exports the flow.', error);
  }
  throw new Mistake(`Cannot read ${name}: it is no file.`, 'Give the path of the file that exports the flow.');
}

function found(value: unknown): string {
  if (value === undefined) return ' as its default';
  const { brand } = value as { readonly brand?: unknown };
  if (typeof brand === 'string' && brand.startsWith('flowmap/flow@')) {
    return ` that this version of flow-cli knows: it is ${brand}, made by another version of @flowmap/flow`;
  }
  return `; its default export is ${value === null ? 'null' : `of type ${typeof value}`}`;
}

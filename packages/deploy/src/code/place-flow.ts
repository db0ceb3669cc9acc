import { existsSync } from 'node:fs';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Flow } from '@flowmap/flow';
import { FLOW_FILE, MAP_FILE, withMapName, type FlowSource } from './flow-source.js';

/** Loads the flow in a file. */
export async function importFlow(file: string | URL): Promise<Flow> {
  const { default: flow } = (await import(String(file))) as { readonly default: Flow };
  return flow;
}

/**
 * Writes a flow into a temporary folder and loads it from there. `modules` are folders of packages: an `import` looks beside the
 * module that has it and in no NODE_PATH, so the first of them that there is stands as `node_modules` beside the flow.
 */
export async function placeFlow({ code, map }: FlowSource, modules: readonly string[]): Promise<Flow> {
  const folder = await mkdtemp(join(tmpdir(), 'flowmap-'));
  const file = join(folder, FLOW_FILE);
  await writeFile(join(folder, MAP_FILE), map);
  await writeFile(file, withMapName(code));
  const packages = firstFolder(modules);
  if (packages !== undefined) await symlink(packages, join(folder, 'node_modules'), 'dir');
  return importFlow(pathToFileURL(file));
}

/** The first of some folders that there is. */
export function firstFolder(folders: readonly string[]): string | undefined {
  return folders.find((folder) => existsSync(folder));
}

/** The folders of packages that layers of AWS Lambda bring, out of its NODE_PATH. The runtime's own are not among them. */
export function layerFolders(nodePath: string = ''): readonly string[] {
  return nodePath.split(':').filter((folder) => folder.startsWith('/opt/'));
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { URL_KEY, type Bundle } from './bundle.js';
import { Mistake } from './mistake.js';

/**
 * Runs a bundle in this process and gives its default export. Nothing stays behind: the bundle lies in a temporary folder while
 * it loads. What the module throws becomes a {@link Mistake} that shows the author's own lines.
 */
export async function loadModule(bundle: Bundle, name: string, external: readonly string[] = []): Promise<unknown> {
  process.setSourceMapsEnabled(true);
  // A package that was left out of the bundle is found from the project only.
  const folder = await mkdtemp(join(external.length > 0 ? bundle.folder : tmpdir(), '.flowmap-'));
  try {
    const file = join(folder, 'bundle.mjs');
    const map = Buffer.from(bundle.map).toString('base64');
    await writeFile(file, `${bundle.code}\n//# sourceMappingURL=data:application/json;base64,${map}\n`);
    (globalThis as { [key: symbol]: unknown })[Symbol.for(URL_KEY)] = bundle.url;
    const loaded = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
    return loaded.default;
  } catch (error) {
    const stack = error instanceof Error ? authorsStack(error, folder) : String(error);
    throw new Mistake(`${name} throws while it is loaded:\n${indent(stack)}`, undefined, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The folder of this program, whose frames say nothing to the author; built into few files it lies in one below. */
const OWN = new URL('.', import.meta.url).href.replace(/program\/$/u, '');

/** The stack without the frames of Node and of this program. */
function authorsStack(error: Error, folder: string): string {
  const hidden = ['node:', OWN, fileURLToPath(OWN), folder];
  const lines = (error.stack ?? `${error.name}: ${error.message}`).split('\n');
  return lines.filter((line) => !/^\s+at /u.test(line) || !hidden.some((part) => line.includes(part))).join('\n');
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

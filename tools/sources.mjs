import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { ROOT } from './run.mjs';

const SKIPPED = new Set(['node_modules', 'dist', 'out-tsc', 'coverage', '.flowmap', '.nx']);

/** The paths of all files below a folder of the workspace, relative to that folder, with `/` between parts. */
export function filesBelow(folder) {
  const top = join(ROOT, folder);
  if (!existsSync(top)) return [];
  const walk = (at) =>
    readdirSync(at, { withFileTypes: true }).flatMap((entry) => {
      if (SKIPPED.has(entry.name)) return [];
      return entry.isDirectory() ? walk(join(at, entry.name)) : [join(at, entry.name)];
    });
  return walk(top)
    .map((path) => relative(top, path).split(sep).join('/'))
    .sort();
}

/** The paths of what was built of a package, relative to its `dist`. */
export const builtFilesOf = (name) => filesBelow(`packages/${name}/dist`);

/** What the TypeScript and JavaScript files below a folder import: `{ file, specifier }`, one for each import. */
export function importsBelow(folder) {
  return filesBelow(folder)
    .filter((file) => /\.(ts|js|mjs)$/.test(file))
    .flatMap((file) =>
      ts
        .preProcessFile(readFileSync(join(ROOT, folder, file), 'utf8'), true, true)
        .importedFiles.map(({ fileName }) => ({ file, specifier: fileName })),
    );
}

/** The npm package that an import names: `@scope/name` of `@scope/name/sub/path`. */
export const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

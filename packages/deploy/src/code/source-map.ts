import { fileURLToPath } from 'node:url';

const PACKAGES = /^.*\/node_modules\//;

/**
 * A source map whose sources are paths below the folder of its module, the same on every machine: those of the author from the
 * innermost folder that has all of them, those of packages from `node_modules`. `map` has them as URLs of files.
 */
export function portableMap(map: string): string {
  const parsed = JSON.parse(map) as { sources: readonly string[] };
  const paths = parsed.sources.map((source) =>
    source.startsWith('file:') ? fileURLToPath(source).replaceAll('\\', '/') : source,
  );
  const base = commonFolder(paths.filter((path) => !PACKAGES.test(path)));
  const sources = paths.map((path) =>
    PACKAGES.test(path) ? path.replace(PACKAGES, 'node_modules/') : path.slice(base.length),
  );
  return JSON.stringify({ ...parsed, sources });
}

/** The beginning that paths have in common, up to and with a slash. */
function commonFolder([first = '', ...others]: readonly string[]): string {
  const parts = first.split('/').slice(0, -1);
  for (const other of others) {
    const names = other.split('/');
    const apart = parts.findIndex((part, at) => part !== names[at]);
    if (apart !== -1) parts.length = apart;
  }
  return parts.length === 0 ? '' : `${parts.join('/')}/`;
}

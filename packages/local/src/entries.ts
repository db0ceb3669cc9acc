/**
 * Where the program of a thread or process is: beside this file. Read as source, as tests and editors do, this file finds
 * them in the build.
 */
export function entryUrl(name: string): URL {
  const here = import.meta.url;
  return here.endsWith('.ts') ? new URL(`../dist/${name}.js`, here) : new URL(`./${name}.js`, here);
}

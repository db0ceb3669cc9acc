import { existsSync } from 'node:fs';

/**
 * Where the program of a thread or process is. The build puts each into few files, which start in half the time; where it has not, a
 * program is beside this file. Read as source, as tests and editors do, this file finds them in the build.
 */
export function entryUrl(name: string): URL {
  const here = import.meta.url;
  const built = here.endsWith('.ts') ? '../dist' : '.';
  const program = new URL(`${built}/program/${name}.js`, here);
  return existsSync(program) ? program : new URL(`${built}/${name}.js`, here);
}

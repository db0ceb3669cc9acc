import { gzipSync, zipSync, type Zippable } from 'fflate';

/** Files by name. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** The first moment that a zip can name, in whatever time zone: nothing in an archive tells when it was made. */
const TIME = new Date(1980, 0, 1);

/** A plain file that everybody may read, as the runtime of AWS Lambda demands. */
const MODE = 0o100644;

/** Unix, which is where the mode means something. */
const UNIX = 3;

/** A zip of files, whose bytes depend on their names and contents alone. */
export function zipOf(files: Files): Uint8Array {
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = sorted.map(([name, bytes]): [string, Zippable[string]] => {
    return [name, [bytes, { mtime: TIME, os: UNIX, attrs: MODE << 16, level: 9 }]];
  });
  return zipSync(Object.fromEntries(entries));
}

/** Text compressed with gzip, whose bytes depend on the text alone. */
export function gzipOf(text: string): Uint8Array {
  return gzipSync(Buffer.from(text), { mtime: 0, level: 9 });
}

import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { codeOf } from '../lambda/code.js';
import type { Code } from '../lambda/function-record.js';

/** The code of functions, by what is in it. */
export interface CodeFolder {
  /** Keeps an archive. */
  keep(bytes: Uint8Array): Promise<Code>;
  /** The folder with the files of an archive that was kept. */
  unpacked(code: Code): string;
  /** Removes all but these. */
  keepOnly(codes: readonly Code[]): Promise<void>;
}

/** Keeps code below a folder: one folder for each archive, with its files. Packages beside or above it are found by the code. */
export function codeFolder(root: string): CodeFolder {
  const nameOf = ({ sha256 }: Code): string => Buffer.from(sha256, 'base64').toString('hex');
  return {
    async keep(bytes) {
      const code = codeOf(bytes);
      const folder = join(root, nameOf(code));
      if (existsSync(folder)) return code;
      const draft = `${folder}.${process.pid}.part`;
      await rm(draft, { recursive: true, force: true });
      await mkdir(draft, { recursive: true });
      for (const [name, content] of Object.entries(filesOf(bytes))) {
        if (name.endsWith('/') || name.split('/').includes('..')) continue;
        const file = join(draft, name);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
      }
      await rename(draft, folder);
      return code;
    },
    unpacked: (code) => join(root, nameOf(code)),
    async keepOnly(codes) {
      const wanted = new Set(codes.map(nameOf));
      if (!existsSync(root)) return;
      for (const name of await readdir(root)) {
        if (!wanted.has(name)) await rm(join(root, name), { recursive: true, force: true });
      }
    },
  };
}

/** What is no archive has no files: it is refused when it is run. */
function filesOf(bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(bytes);
  } catch {
    return {};
  }
}

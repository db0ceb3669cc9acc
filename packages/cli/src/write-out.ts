import { writeFile } from 'node:fs/promises';
import type { Io } from './io.js';
import { Mistake } from './mistake.js';

/** Writes a text to a file, or without one to standard output. */
export async function writeOut(text: string, file: string | undefined, io: Io): Promise<void> {
  if (file === undefined) {
    io.out(text);
    return;
  }
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new Mistake(`Cannot write ${file}: ${(error as Error).message}`, undefined, error);
  }
}

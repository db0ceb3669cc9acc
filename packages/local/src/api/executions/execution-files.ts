import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FlowError } from '@flowmap/graph';

/** The files of executions: a folder for each, with `input.json`, `output.json` and `history.jsonl`. */
export interface ExecutionFiles {
  /** Where the events of an execution and of its Map Runs' children are. */
  history(folder: string): string;
  /** Keeps a text as it is. */
  write(folder: string, name: 'input' | 'output', text: string): Promise<void>;
  /** Undefined where it was never written. */
  read(folder: string, name: 'input' | 'output'): Promise<string | undefined>;
}

/** The files below a folder. */
export function executionFiles(root: string): ExecutionFiles {
  const fileOf = (folder: string, name: string): string => join(root, folder, `${name}.json`);
  return {
    history: (folder) => join(root, folder, 'history.jsonl'),
    async write(folder, name, text) {
      const file = fileOf(folder, name);
      try {
        await mkdir(join(root, folder), { recursive: true });
        await writeFile(`${file}.next`, text);
        await rename(`${file}.next`, file);
      } catch (cause) {
        throw new FlowError('RECORDS_NOT_WRITTEN', `cannot write ${file}: ${(cause as Error).message}`, {
          cause,
          hint: 'Free some space or choose another folder.',
        });
      }
    },
    async read(folder, name) {
      try {
        return await readFile(fileOf(folder, name), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
  };
}

/**
 * The folder of an execution: a name that every file system takes, readable as far as possible. Names may differ in case alone, so
 * a part of a hash tells them apart.
 */
export function folderOf(machine: string, name: string, arn: string): string {
  const readable = (text: string): string => text.replace(/[^A-Za-z0-9_.-]/g, '_').slice(0, 60);
  const hash = createHash('sha256').update(arn).digest('hex').slice(0, 12);
  return join(readable(machine), `${readable(name)}-${hash}`);
}

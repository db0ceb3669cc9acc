import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FlowError } from '@flowmap/graph';

/** A folder that this process alone writes to. */
export interface FolderLock {
  release(): Promise<void>;
}

/** The locks of this process; a file with its id that is not among them is from an earlier process of that number. */
const held = new Set<string>();

/**
 * Takes a folder for this process by a file with its process id. A file whose process has ended is taken over, so a crash leaves nothing
 * behind. Throws `FOLDER_IN_USE`, naming the process.
 */
export async function lockFolder(file: string): Promise<FolderLock> {
  await mkdir(dirname(file), { recursive: true });
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(`${process.pid}\n`);
      await handle.close();
      held.add(file);
      return {
        async release() {
          held.delete(file);
          await rm(file, { force: true });
        },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    const own = holder === process.pid;
    if (own ? held.has(file) : isRunning(holder)) {
      throw new FlowError('FOLDER_IN_USE', `the process ${holder} serves ${dirname(file)} already`, {
        hint: `Stop it, choose another --root, or remove ${file} if that process is another program.`,
      });
    }
    await rm(file, { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

import { mkdir, open, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FlowError } from '@flowmap/graph';

/** A run that this process alone works on. */
export interface HeldRun {
  /** Lets others have it. */
  release(): Promise<void>;
}

/** A claim on a run is a file that names its process: `held-<pid>-<birth>`. */
const CLAIM = /^held-(\d+)-(\d+)$/;

/**
 * Takes a run for this process. Every process lays its own claim and then looks for claims of others; so two that come at
 * the same time may both be refused, and never both have it. Claims of processes that have ended, in whatever way, do
 * not count and are removed. Throws `RUN_HELD`, naming the process.
 */
export async function holdRun(folder: string): Promise<HeldRun> {
  const own = `held-${process.pid}-${(await birthOf(process.pid)) ?? UNKNOWN}`;
  const claim = join(folder, own);
  const release = (): Promise<void> => rm(claim, { force: true });
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw notWritable(folder, cause);
  });
  try {
    const handle = await open(claim, 'wx');
    await handle.close();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw held(folder, own, process.pid);
    throw notWritable(folder, cause);
  }
  try {
    for (const name of await readdir(folder)) {
      const [, pid, birth = ''] = CLAIM.exec(name) ?? [];
      if (pid === undefined || name === own) continue;
      if (await isAlive(Number(pid), birth)) throw held(folder, name, Number(pid));
      await rm(join(folder, name), { force: true });
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { release };
}

function held(folder: string, claim: string, pid: number): FlowError {
  return new FlowError('RUN_HELD', `the process ${pid} is at this run already`, {
    hint: `Wait for it, or end it. If that process is another program, remove ${join(folder, claim)}.`,
  });
}

function notWritable(folder: string, cause: unknown): FlowError {
  return new FlowError('FOLDER_NOT_WRITABLE', `cannot write to ${folder}: ${(cause as Error).message}`, { cause });
}

/** Whether the process that laid a claim is there; where births are known, another one with its number is told from it. */
async function isAlive(pid: number, birth: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // It is somebody else's process, but it is one.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = await birthOf(pid);
  return now === undefined || (now !== GONE && (birth === UNKNOWN || now === birth));
}

/** Stands for the birth of a process where the system does not tell it, and for that of one that has ended. */
const UNKNOWN = '0';
const GONE = 'gone';

/** When a process was born, in ticks since the machine was; undefined where the system has no such file. */
async function birthOf(pid: number): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // The name of the program, in brackets, may itself have spaces and brackets.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // Nobody has asked how it ended, so that it still has a number.
  return fields[0] === 'Z' ? GONE : fields[STARTTIME];
}

/** The place of `starttime`, the 22nd field, among those from the third on. */
const STARTTIME = 19;

import { workerData } from 'node:worker_threads';

/**
 * A thread beside that of the tasks in a process of the pool: it ends the process when the one that started it has gone,
 * whatever the tasks are doing. Somebody may already be going on with the run.
 */
const { parent } = workerData as { readonly parent: number };

/** Milliseconds between two looks. */
const EVERY = 250;

setInterval(() => {
  if (process.ppid !== parent || !isThere(parent)) process.kill(process.pid, 'SIGKILL');
}, EVERY);

/** Where processes keep their parent's number after it has gone. */
function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

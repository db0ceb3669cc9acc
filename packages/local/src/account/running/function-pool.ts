import type { FunctionProcess } from './function-process.js';

/** Processes of one revision of a function, kept warm. */
export interface FunctionPool {
  /** Works with a process that nobody else has; waits where as many run as may. */
  use<T>(work: (process: FunctionProcess) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** How many there are, and how long. */
export interface PoolLimits {
  readonly most: number;
  /** Milliseconds that a process is kept without work. */
  readonly idle: number;
}

/** Opens a pool. A process is started when there is work and none is free. */
export function functionPool(start: () => FunctionProcess, { most, idle }: PoolLimits): FunctionPool {
  const all = new Set<FunctionProcess>();
  const free: { readonly process: FunctionProcess; readonly timer: NodeJS.Timeout }[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;

  const begun = (): FunctionProcess => {
    const process = start();
    all.add(process);
    void process.ended.then(() => all.delete(process));
    return process;
  };
  const take = (): FunctionProcess => {
    for (let found = free.pop(); found !== undefined; found = free.pop()) {
      clearTimeout(found.timer);
      if (!found.process.isGone) return found.process;
    }
    return begun();
  };
  const give = (process: FunctionProcess): void => {
    if (process.isGone) return;
    const timer = setTimeout(() => process.kill(), idle).unref();
    free.push({ process, timer });
  };

  return {
    async use(work) {
      if (busy >= most) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      const process = take();
      try {
        return await work(process);
      } finally {
        give(process);
        const next = waiting.shift();
        if (next === undefined) busy -= 1;
        else next();
      }
    },
    async close() {
      for (const { timer } of free) clearTimeout(timer);
      for (const process of all) process.kill();
      await Promise.all([...all].map(({ ended }) => ended));
    },
  };
}

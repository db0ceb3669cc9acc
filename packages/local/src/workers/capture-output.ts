import { AsyncLocalStorage } from 'node:async_hooks';

/** An output of a process, as far as it is captured. */
export interface Output {
  write(chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean;
}

/** What a task prints. */
export interface Captured {
  /** Runs work; what it prints, now or later, is this task's. */
  run<T>(work: () => T): T;
  /** Hands on what was printed after the last line break. */
  end(): void;
}

/**
 * Turns what tasks print with `console.log` and the like into lines of their own: a process runs several tasks at once, and each
 * line has to find its task. What is printed outside a task goes where it went before.
 */
export function captureOutput(outputs: readonly Output[]): (line: (text: string) => void) => Captured {
  const current = new AsyncLocalStorage<{ readonly line: (text: string) => void; rest: string }>();
  for (const output of outputs) {
    const write = output.write.bind(output);
    output.write = (chunk, ...rest) => {
      const task = current.getStore();
      if (!task) return write(chunk, ...rest);
      const lines = (task.rest + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))).split('\n');
      task.rest = lines.pop() ?? '';
      for (const line of lines) task.line(line);
      const written = rest.find((argument) => typeof argument === 'function') as (() => void) | undefined;
      if (written) queueMicrotask(written);
      return true;
    };
  }
  return (line) => {
    const task = { line, rest: '' };
    return {
      run: (work) => current.run(task, work),
      end() {
        if (task.rest !== '') line(task.rest);
        task.rest = '';
      },
    };
  };
}

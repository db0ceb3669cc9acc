import { formatWithOptions } from 'node:util';
import { beginCapture, takeMessage, takePrinted } from './printed-by.js';

/** An output of a process, as far as it is captured. */
export interface Output {
  write(chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean;
}

/**
 * Turns what tasks print with `console.log` and the like into lines of their own: a process runs several tasks at once, and each
 * line has to find its task. What is printed outside a task goes where it went before.
 */
export function captureOutput(outputs: readonly Output[]): void {
  beginCapture();
  for (const output of outputs) {
    const write = output.write.bind(output);
    output.write = (chunk, ...rest) => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      if (!takePrinted(text)) return write(chunk, ...rest);
      const written = rest.find((argument) => typeof argument === 'function') as (() => void) | undefined;
      if (written) queueMicrotask(written);
      return true;
    };
  }
}

/** The methods of a console that write a message. */
const METHODS = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;

/** A console, as far as it is captured. */
export type MessageConsole = { [method in (typeof METHODS)[number]]: (...data: readonly unknown[]) => void };

/**
 * Makes one message of each call of a console inside a task, with the line breaks that it has. Where a service has put
 * writers of its own behind the console, as AWS Lambda does, {@link captureOutput} alone does not see them.
 */
export function captureConsole(console: MessageConsole): void {
  beginCapture();
  for (const method of METHODS) {
    const before = console[method].bind(console);
    console[method] = (...data) => {
      if (!takeMessage(formatWithOptions({ colors: false }, ...data))) before(...data);
    };
  }
}

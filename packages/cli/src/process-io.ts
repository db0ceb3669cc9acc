import { createInterface } from 'node:readline/promises';
import type { WriteStream } from 'node:tty';
import type { Io, Terminal } from './io.js';

/** The outputs of a process. Colours follow NO_COLOR, FORCE_COLOR and whether the outputs are terminals. */
export function processIo({
  stdin,
  stdout,
  stderr,
  env,
}: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'>): Io {
  // A reader that has had enough, such as `head`, is no error.
  for (const stream of [stdout, stderr]) stream.on('error', (error: NodeJS.ErrnoException) => ignoreClosed(error));
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    ...(stdin.isTTY && stderr.isTTY && { ask: (question: string) => ask(question, stdin, stderr) }),
    color: isSet(env['FORCE_COLOR']) || (!isSet(env['NO_COLOR']) && stdout.isTTY && stderr.isTTY),
    ...(stderr.isTTY && env['TERM'] !== 'dumb' && !isSet(env['CI']) && { terminal: terminalOf(stderr) }),
  };
}

async function ask(question: string, input: NodeJS.ReadStream, output: NodeJS.WriteStream): Promise<string> {
  const lines = createInterface({ input, output });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

function terminalOf(stream: WriteStream): Terminal {
  return {
    write: (text) => void stream.write(text),
    // A terminal without a size, as some pseudo-terminals are, says 0.
    columns: () => stream.columns || 80,
    rows: () => stream.rows || 24,
    onResize(listener) {
      stream.on('resize', listener);
      return () => stream.off('resize', listener);
    },
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0';
}

function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

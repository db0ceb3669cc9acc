import { AsyncLocalStorage } from 'node:async_hooks';

/** The work that is going on, as far as it prints. */
interface Printer {
  readonly line: (text: string) => void;
  /** What was printed after the last line break. */
  rest: string;
  ended: boolean;
}

const current = new AsyncLocalStorage<Printer>();

/**
 * Does work, to which whatever it prints belongs, also after it has ended: `line` gets each line of it. Inside other such work the
 * inner one has its lines. A last line without a break is given when the work has ended.
 */
export async function printedBy<T>(line: (text: string) => void, work: () => Promise<T>): Promise<T> {
  const printer: Printer = { line, rest: '', ended: false };
  try {
    return await current.run(printer, work);
  } finally {
    printer.ended = true;
    flush(printer);
  }
}

/** Gives text to the work that prints it, line by line; false where none goes on. */
export function takePrinted(text: string): boolean {
  const printer = current.getStore();
  if (!printer) return false;
  const lines = (printer.rest + text).split('\n');
  printer.rest = lines.pop() ?? '';
  for (const line of lines) give(printer, line);
  if (printer.ended) flush(printer);
  return true;
}

/** Gives a message as it is, with the line breaks that it has; false where no work goes on. */
export function takeMessage(message: string): boolean {
  const printer = current.getStore();
  if (!printer) return false;
  give(printer, message);
  return true;
}

function flush(printer: Printer): void {
  const { rest } = printer;
  printer.rest = '';
  if (rest !== '') give(printer, rest);
}

/** Whoever gets a line may print it: that is not printed by the work again. */
function give(printer: Printer, line: string): void {
  current.exit(() => printer.line(line));
}

import { AsyncLocalStorage } from 'node:async_hooks';

/** The work that is going on, as far as it prints. */
interface Printer {
  readonly line: (text: string) => void;
  /** What was printed after the last line break. */
  rest: string;
  ended: boolean;
}

const current = new AsyncLocalStorage<Printer>();

/** Whether anything that is printed here comes to {@link takePrinted} or {@link takeMessage}. */
let captured = false;

/** Says that what is printed comes here from now on. Work that is going on already goes on printing elsewhere. */
export function beginCapture(): void {
  captured = true;
}

/**
 * Does work, to which whatever it prints belongs, also after it has ended: `line` gets each line of it. Inside other such work the
 * inner one has its lines. A last line without a break is given when the work has ended. Where nothing is captured it only does
 * the work: before Node 24 each promise costs more while somebody follows what belongs to what.
 */
export async function printedBy<T>(line: (text: string) => void, work: () => Promise<T>): Promise<T> {
  if (!captured) return work();
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

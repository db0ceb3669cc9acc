/** Longest stack that is kept, in characters: a service cuts what is said of a failure at 32,768. */
const LONGEST = 8_000;

/** Frames that say nothing about the author's code: Node's own, and those of installed packages of flowmap. */
const INTERNAL = /^\s+at .*(?:[( ]node:|node_modules[\\/]@flowmap[\\/])/;

/** The frame of the functions that call the author's code: this package's, and the store's where it reads an author's list. */
const CALLER = /^\s+at (?:async )?(?:callStep|readSource) /;

/**
 * A stack as an author reads it: without frames of Node and of flowmap. Positions are in the author's own files where Node runs
 * with `--enable-source-maps`.
 */
export function readableStack(stack: string): string {
  const lines = stack.split('\n');
  const end = lines.findIndex((line) => CALLER.test(line));
  const own = (end === -1 ? lines : lines.slice(0, end)).filter((line) => !INTERNAL.test(line));
  return own.join('\n').slice(0, LONGEST);
}

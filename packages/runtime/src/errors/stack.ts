/** Longest stack that is kept, in characters: a service cuts what is said of a failure at 32,768. */
const LONGEST = 8_000;

/** Frames that say nothing about the author's code: Node's own, and those of this package. */
const INTERNAL = /^\s+at .*(?:\(|\s)(?:node:|.*node_modules\/@flowmap\/|.*packages\/runtime\/(?:src|dist)\/)/;

/**
 * A stack as an author reads it: without frames of Node and of flowmap. Positions are in the author's own files where Node runs
 * with `--enable-source-maps`.
 */
export function readableStack(stack: string): string {
  const lines = stack.split('\n').filter((line) => !INTERNAL.test(line));
  return lines.join('\n').slice(0, LONGEST);
}

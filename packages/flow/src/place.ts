/** Where the author called something, worked out when it is asked for: `/home/ada/flights.ts:12:9`. */
export type Place = () => string | undefined;

/**
 * Remembers who called `callee`. All frames above and including it are left out, so what remains first is the author's own
 * line, source-mapped when Node runs with `--enable-source-maps`, and whatever the file that this package is bundled into.
 */
export function callerOf(callee: (...args: never[]) => unknown): Place {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee);
  return () => firstPlace(holder.stack ?? '');
}

/** The first place in a stack that is a file and no part of Node. */
export function firstPlace(stack: string): string | undefined {
  for (const line of stack.split('\n')) {
    const [, file, position] = /^\s+at (?:.*\()?(.+?):(\d+:\d+)\)?$/.exec(line) ?? [];
    if (file !== undefined && position !== undefined && !/^(?:async )?node:|^<anonymous>/.test(file)) {
      return `${filePath(file)}:${position}`;
    }
  }
  return undefined;
}

function filePath(file: string): string {
  const url = file.replace(/^async /, '');
  if (!url.startsWith('file://')) return url;
  return decodeURI(url.slice('file://'.length)).replace(/^\/(?=[A-Za-z]:)/, '');
}

import { TextDecoder } from 'node:util';

/** A text in UTF-8 as it comes, without its byte order mark. */
export async function* textOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/**
 * The lines of a text, without the ends of lines: `\n` or `\r\n`. What is behind the last end is a line unless it is empty.
 * `check` is given each line, also one whose end has not come yet, and may throw.
 */
export async function* linesOf(
  body: AsyncIterable<Uint8Array>,
  check: (line: string) => void = () => undefined,
): AsyncGenerator<string> {
  let rest = '';
  for await (const text of textOf(body)) {
    let from = 0;
    for (;;) {
      const end = text.indexOf('\n', from);
      if (end < 0) break;
      const line = rest + text.slice(from, end);
      check(line);
      rest = '';
      from = end + 1;
      yield line.endsWith('\r') ? line.slice(0, -1) : line;
    }
    rest += text.slice(from);
    check(rest);
  }
  if (rest !== '') yield rest.endsWith('\r') ? rest.slice(0, -1) : rest;
}

import { S3Error } from './s3-error.js';

/** A body without the frames of its chunks. */
export interface Unframed {
  readonly bytes: Buffer;
  /** What came behind the last chunk, by names in small letters. */
  readonly trailers: ReadonlyMap<string, string>;
}

const LINE_END = '\r\n';

const incomplete = (): S3Error =>
  new S3Error(
    400,
    'IncompleteBody',
    'The request body terminated unexpectedly or is not framed as aws-chunked bodies are',
  );

/**
 * Takes the chunks of the encoding `aws-chunked` apart: a size in hexadecimal digits, for signed chunks `;chunk-signature=...`, the bytes; the
 * last chunk is empty, and trailers follow it. Signatures are not looked at.
 */
export function unframe(framed: Buffer): Unframed {
  const chunks: Buffer[] = [];
  let at = 0;
  const line = (): string => {
    const end = framed.indexOf(LINE_END, at);
    if (end < 0) throw incomplete();
    const text = framed.toString('latin1', at, end);
    at = end + LINE_END.length;
    return text;
  };
  for (;;) {
    const digits = /^([0-9a-f]{1,8})(?:;chunk-signature=[0-9a-f]+)?$/i.exec(line())?.[1];
    if (digits === undefined) throw incomplete();
    const size = parseInt(digits, 16);
    if (size === 0) break;
    if (at + size + LINE_END.length > framed.length) throw incomplete();
    chunks.push(framed.subarray(at, at + size));
    at += size;
    if (line() !== '') throw incomplete();
  }
  const trailers = new Map<string, string>();
  while (at < framed.length) {
    const trailer = line();
    if (trailer === '') break;
    const colon = trailer.indexOf(':');
    trailers.set(trailer.slice(0, colon).trim().toLowerCase(), trailer.slice(colon + 1).trim());
  }
  return { bytes: Buffer.concat(chunks), trailers };
}

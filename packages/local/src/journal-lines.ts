/** What is read by its position: a file that is open. */
export interface Positioned {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number }>;
}

const LINE_FEED = 10;
const PIECE = 64 * 1024;

/** Where the last whole line of a file of `size` bytes ends: behind its last line feed, 0 where there is none. */
export async function endOfLastLine(file: Positioned, size: number): Promise<number> {
  const piece = Buffer.alloc(Math.min(PIECE, size));
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - PIECE);
    const { bytesRead } = await file.read(piece, 0, end - start, start);
    const at = piece.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}

/** The whole lines of a stream of bytes, without their line feeds. What follows the last line feed is none. */
export async function* wholeLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let begun: Uint8Array[] = [];
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      const last = chunk.subarray(start, end);
      yield begun.length === 0
        ? Buffer.from(last.buffer, last.byteOffset, last.length)
        : Buffer.concat([...begun, last]);
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  }
}

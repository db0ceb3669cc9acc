/** What is written: all at once or as it comes. */
export type Body = Uint8Array | AsyncIterable<Uint8Array>;

/** Bytes that the memory for a part has at first; it grows with what comes. */
const FIRST = 64 * 1024;

/** Keeps an error of what was to be written apart from those of S3: it is passed on as it is. */
export class BodyError extends Error {}

/** A body in parts of so many bytes; the last has what is left. */
export interface Parts {
  /** The next one; undefined at the end. It does not wait for the body any more once the signal is aborted. */
  next(signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** Tells the body that nothing more is wanted. */
  close(): void;
}

/** Cuts a body into parts. Bytes that come are copied, as their memory may be used again for others. */
export function partsOf(body: Body, partBytes: number): Parts {
  return body instanceof Uint8Array ? cut(body, partBytes) : gathered(body[Symbol.asyncIterator](), partBytes);
}

function cut(bytes: Uint8Array, partBytes: number): Parts {
  let at = 0;
  return {
    next: async () => {
      if (at >= bytes.length) return undefined;
      at += partBytes;
      return bytes.subarray(at - partBytes, at);
    },
    close: () => undefined,
  };
}

function gathered(chunks: AsyncIterator<Uint8Array>, partBytes: number): Parts {
  let rest: Uint8Array = new Uint8Array();
  let isOver = false;
  return {
    async next(signal) {
      let part = new Uint8Array(Math.min(FIRST, partBytes));
      let length = 0;
      while (length < partBytes) {
        if (rest.length === 0) {
          if (isOver) break;
          const chunk = await nextChunk(chunks, signal);
          if (chunk.done === true) {
            isOver = true;
            break;
          }
          rest = chunk.value;
        }
        const taken = rest.subarray(0, partBytes - length);
        part = withRoom(part, length, taken.length, partBytes);
        part.set(taken, length);
        length += taken.length;
        rest = rest.subarray(taken.length);
      }
      return length === 0 ? undefined : part.subarray(0, length);
    },
    close() {
      if (isOver) return;
      isOver = true;
      // A body that hangs answers when it can; nobody waits for it.
      void Promise.resolve(chunks.return?.()).catch(() => undefined);
    },
  };
}

function withRoom(part: Uint8Array<ArrayBuffer>, used: number, more: number, most: number): Uint8Array<ArrayBuffer> {
  if (used + more <= part.length) return part;
  const larger = new Uint8Array(Math.min(most, Math.max(2 * part.length, used + more)));
  larger.set(part.subarray(0, used));
  return larger;
}

async function nextChunk(
  chunks: AsyncIterator<Uint8Array>,
  signal: AbortSignal,
): Promise<IteratorResult<Uint8Array, unknown>> {
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason is the caller's
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    const next = chunks.next().catch((cause: unknown) => Promise.reject(new BodyError('', { cause })));
    return await Promise.race([next, stopped]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}

/**
 * Works on what a source gives, at most `width` elements at a time, until the source ends or `goOn` says no: then what is under
 * way is finished and no more is begun. Rejects as soon as the source or the work does.
 */
export async function crew<T>(
  source: AsyncIterable<T>,
  width: number,
  goOn: () => boolean,
  work: (element: T) => Promise<void>,
): Promise<void> {
  const iterator = source[Symbol.asyncIterator]();
  let ended = false;
  const one = async (): Promise<void> => {
    while (!ended && goOn()) {
      const next = await iterator.next();
      if (next.done) ended = true;
      // It may have been stopped while the element was read.
      else if (goOn()) await work(next.value);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(1, width) }, one));
  } finally {
    ended = true;
    // Not awaited: the source may hang, and nobody wants more of it.
    iterator.return?.().then(undefined, () => undefined);
  }
}

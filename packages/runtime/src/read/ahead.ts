/**
 * Maps what a source gives, in order, working on up to `window` elements at once: reading goes ahead of the consumer, and
 * never further. What goes wrong with an element is thrown when its turn comes.
 */
export async function* mapAhead<A, B>(
  source: AsyncIterable<A>,
  window: number,
  map: (element: A) => Promise<B>,
): AsyncGenerator<B, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const queue: Promise<{ readonly value: B } | undefined>[] = [];
  let pulled: Promise<unknown> = Promise.resolve();
  const start = (): void => {
    const next = pulled.then(() => iterator.next());
    pulled = next;
    const mapped = next.then(async (step) => (step.done ? undefined : { value: await map(step.value) }));
    // Its turn may never come: the consumer may stop before.
    mapped.catch(() => undefined);
    queue.push(mapped);
  };
  try {
    for (let started = 0; started < window; started++) start();
    for (;;) {
      const head = await queue.shift();
      if (!head) return;
      start();
      yield head.value;
    }
  } finally {
    await iterator.return?.();
  }
}

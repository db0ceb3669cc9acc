/** Aborts on the first Ctrl-C, so that a run ends in order; a second one ends this process. Gives the way to stop listening. */
export function onInterrupt(abort: AbortController): () => void {
  const interrupt = (): void => {
    if (abort.signal.aborted) process.exit(130);
    abort.abort(new Error('interrupted'));
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  return () => {
    for (const signal of signals) process.off(signal, interrupt);
  };
}

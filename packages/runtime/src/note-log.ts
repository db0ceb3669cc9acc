import type { TaskPorts } from './ports.js';
import type { RunScope } from './run-scope.js';

/** How long a task runs, in milliseconds, before it is worth a request to say where its log is. */
const AFTER = 10_000;

/**
 * Writes down where the log of an attempt is, once it has run for some time: a worker that is killed cannot do it any more. Gives
 * what is called when the attempt has ended: it waits for the word, if that is being written.
 */
export function noteLog(
  { artifacts }: RunScope,
  attempt: { readonly address: string; readonly attempt: number },
  { logs, clock }: Pick<TaskPorts, 'logs' | 'clock'>,
): () => Promise<void> {
  if (!logs) return async () => undefined;
  const started = new Date(clock.now()).toISOString();
  const note = async (): Promise<void> => {
    const place = await logs.place();
    if (place) await artifacts.putLog({ v: 1, ...attempt, started, ...place });
  };
  const waiting = new AbortController();
  const { after = AFTER } = logs;
  const long = after > 0 ? clock.wait(after, waiting.signal) : Promise.resolve();
  // The attempt ended before, or the place cannot be written down: no reason for a task to fail.
  const noted = long.then(note).catch(() => undefined);
  return () => {
    waiting.abort(ENDED);
    return noted;
  };
}

const ENDED = new Error('the attempt has ended');

import type { Json, StateMachine } from '@flowmap/asl/language';
import { Abortion } from './abortion.js';
import { withDefaults } from './default-ports.js';
import { EventFeed } from './event-feed.js';
import { compileMachine } from './machine/machine.js';
import type { HistoryEvent, Outcome, Ports, RunOptions } from './ports.js';
import { run } from './run.js';

/** An execution that has been started. */
export interface Running {
  /** How it ends. Rejects as `run` does. */
  readonly outcome: Promise<Outcome>;
  /**
   * Its events from now on, in order, those of children included: call it right after `start` to have them all. Ends
   * with the execution. The execution waits for a reader that is 256 events behind, so read on, or leave the loop.
   */
  events(): AsyncIterableIterator<HistoryEvent>;
  /** Stops it as StopExecution does; without effect when it has ended. */
  abort(error?: string, cause?: string): void;
}

/**
 * Starts a state machine. Like `run`, for those who want to see its events as they come, or to stop it. The execution
 * begins when the caller's own code lets go. Throws DefinitionError for a definition that the engine refuses.
 */
export function start(
  definition: StateMachine,
  input: Json,
  ports: Partial<Ports> = {},
  options: RunOptions = {},
): Running {
  compileMachine(definition, options.type ?? 'STANDARD', options.quotas !== 'off');
  const feeds = new Set<EventFeed>();
  const stop = new AbortController();
  const aborted = (): void => stop.abort(options.signal?.reason);
  if (options.signal?.aborted === true) aborted();
  options.signal?.addEventListener('abort', aborted, { once: true });
  const use = withDefaults(ports);
  const watched: Ports = Object.assign(Object.create(use) as Ports, {
    record: (event: HistoryEvent) => tell(event, use, feeds),
  });

  const whole = async (): Promise<Outcome> => {
    // Whoever wants the events has not asked for them yet.
    await Promise.resolve();
    try {
      const outcome = await run(definition, input, watched, { ...options, signal: stop.signal });
      for (const feed of feeds) feed.end();
      return outcome;
    } catch (error) {
      for (const feed of feeds) feed.end({ error });
      throw error;
    } finally {
      options.signal?.removeEventListener('abort', aborted);
    }
  };
  const outcome = whole();
  // Who reads the events alone learns of a rejection from them.
  outcome.catch(() => undefined);
  let hasEnded = false;
  const ended = (): void => void (hasEnded = true);
  outcome.then(ended, ended);

  return {
    outcome,
    events() {
      const feed = new EventFeed((left) => void feeds.delete(left));
      if (hasEnded) feed.end();
      else feeds.add(feed);
      return feed;
    },
    abort: (error, cause) => stop.abort(new Abortion(error, cause)),
  };
}

/** Gives an event to the recorder and to all readers; a promise as long as one of them holds it back. */
function tell(event: HistoryEvent, ports: Ports, feeds: ReadonlySet<EventFeed>): void | Promise<void> {
  let held = ports.record?.(event);
  for (const feed of feeds) {
    const also = feed.push(event);
    if (also === undefined) continue;
    held = held === undefined ? also : Promise.all([held, also]).then(() => undefined);
  }
  return held;
}

import { LIMITS, type Json } from '@flowmap/asl/language';
import type { Thread } from './execution.js';
import { ERRORS, StateFailure } from './failure.js';
import type { HistoryEvent } from './ports.js';

/**
 * Records an event that the thread goes on from. Holds back with a promise only when the recorder does.
 * Throws when the history of a STANDARD execution is full.
 */
export function emit(
  thread: Thread,
  type: string,
  details?: Json,
  previous: number = thread.previous,
): void | Promise<void> {
  const { execution } = thread;
  // The last place is kept for the event that ends the execution.
  if (!hasRoom(thread)) {
    throw new StateFailure(
      ERRORS.runtime,
      `The execution reached the maximum number of history events (${LIMITS.historyEvents}).`,
      true,
    );
  }
  execution.events += 1;
  thread.previous = execution.events;
  return record(thread, type, previous, details);
}

/** Records an event beside the line: the next one does not follow from it. */
export function note(thread: Thread, type: string, details?: Json): void | Promise<void> {
  const { previous } = thread;
  const held = emit(thread, type, details);
  thread.previous = previous;
  return held;
}

/** Records the event that ends the execution; there is always room for it. */
export function emitLast(thread: Thread, type: string, details?: Json): void | Promise<void> {
  thread.execution.events += 1;
  return record(thread, type, thread.previous, details);
}

/** Whether the history takes another event before the last. */
export function hasRoom(thread: Thread): boolean {
  const { execution } = thread;
  return execution.type === 'EXPRESS' || !execution.environment.quotas || execution.events < LIMITS.historyEvents - 1;
}

function record(thread: Thread, type: string, previousEventId: number, details?: Json): void | Promise<void> {
  const { execution } = thread;
  const { ports } = execution.environment;
  if (ports.record === undefined) return;
  const event: HistoryEvent = {
    id: execution.events,
    previousEventId,
    type,
    timestamp: ports.clock.now(),
    execution: execution.arn,
    ...(execution.mapRun === undefined ? {} : { mapRun: execution.mapRun }),
    ...(details === undefined ? {} : { details }),
  };
  return ports.record(event);
}

import { LIMITS, type Json } from '@flowmap/asl/language';
import type { Thread } from './execution.js';
import { ERRORS, StateFailure } from './failure.js';
import type { HistoryEvent } from './ports.js';

/**
 * Records an event that the thread goes on from, or takes it from the past where it was recorded before. Holds back with
 * a promise only when the recorder or the past does. Throws when the history of a STANDARD execution is full.
 */
export function emit(
  thread: Thread,
  type: string,
  details?: Json,
  previous: number = thread.previous,
  kept?: Json,
): void | Promise<void> {
  if (thread.execution.past !== undefined) return again(thread, type, details, previous, kept);
  return append(thread, type, details, previous, kept);
}

async function again(
  thread: Thread,
  type: string,
  details: Json | undefined,
  previous: number,
  kept: Json | undefined,
): Promise<void> {
  const recorded = await thread.execution.past?.take(thread, type);
  if (recorded === undefined) {
    await append(thread, type, details, previous, kept);
    return;
  }
  thread.previous = recorded.id;
  thread.last = recorded.id;
  thread.at = recorded.timestamp;
}

function append(
  thread: Thread,
  type: string,
  details: Json | undefined,
  previous: number,
  kept: Json | undefined,
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
  return record(thread, type, previous, details, kept);
}

/** Records an event beside the line: the next one does not follow from it. */
export function note(thread: Thread, type: string, details?: Json): void | Promise<void> {
  const { previous } = thread;
  const held = emit(thread, type, details);
  const back = (): void => void (thread.previous = previous);
  if (held !== undefined) return held.then(back);
  back();
}

/** Records the event that ends the execution; there is always room for it. */
export function emitLast(thread: Thread, type: string, details?: Json): void | Promise<void> {
  thread.execution.events += 1;
  return record(thread, type, thread.previous, details);
}

/** What was recorded next on the thread's line, where it happens again; `ahead` looks further. */
export function recordedNext(thread: Thread, ahead = 0): HistoryEvent | undefined {
  return thread.execution.past?.peek(thread.line, ahead);
}

/** Whether the history takes another event before the last. */
export function hasRoom(thread: Thread): boolean {
  const { execution } = thread;
  return execution.type === 'EXPRESS' || !execution.environment.quotas || execution.events < LIMITS.historyEvents - 1;
}

function record(
  thread: Thread,
  type: string,
  previousEventId: number,
  details?: Json,
  kept?: Json,
): void | Promise<void> {
  const { execution } = thread;
  const { ports } = execution.environment;
  thread.last = execution.events;
  thread.at = ports.clock.now();
  if (ports.record === undefined) return;
  // Field by field: an object that is spread together takes several times as long, and there are many events.
  const event: { -readonly [Field in keyof HistoryEvent]: HistoryEvent[Field] } = {
    id: execution.events,
    previousEventId,
    type,
    timestamp: thread.at,
    execution: execution.arn,
  };
  if (execution.mapRun !== undefined) event.mapRun = execution.mapRun;
  if (execution.item !== undefined && execution.events === 1) event.item = execution.item;
  if (thread.line !== '') event.line = thread.line;
  if (details !== undefined) event.details = details;
  if (kept !== undefined) event.kept = kept;
  return ports.record(event);
}

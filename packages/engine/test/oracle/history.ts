import type { HistoryEvent } from '../../src/index.js';
import type { Recorded } from './cases.js';

/** One line for each event: its id, the one before it, and its type. */
export function ordered(history: readonly HistoryEvent[]): readonly string[] {
  return history.map(({ id, previousEventId, type }) => `${id} ${previousEventId} ${type}`);
}

/** As {@link ordered}, of a recorded history. */
export function orderedRecorded(history: readonly Recorded[]): readonly string[] {
  return history.map(({ id, prev, type }) => `${String(id)} ${prev} ${type}`);
}

/** How often each type of event follows from which: the same, however the lines that run side by side take turns. */
export function chains(history: readonly HistoryEvent[]): readonly string[] {
  const types = new Map(history.map(({ id, type }) => [id, type]));
  return history.map(({ previousEventId, type }) => `${types.get(previousEventId) ?? 'start'} > ${type}`).sort();
}

/** As {@link chains}, of a recorded history. */
export function chainsRecorded(history: readonly Recorded[]): readonly string[] {
  const types = new Map(history.map(({ id, type }) => [id, type]));
  return history.map(({ prev, type }) => sinceLate2024(`${types.get(prev) ?? 'start'} > ${type}`)).sort();
}

/** The exit of a distributed map follows from another event in the recordings from November 2024 on. */
function sinceLate2024(chain: string): string {
  return chain === 'MapRunSucceeded > MapStateExited' ? 'MapRunStarted > MapStateExited' : chain;
}

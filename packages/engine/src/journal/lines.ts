import type { HistoryEvent } from '../ports.js';

/** Events by the name of their line of states, `''` for the main one, in the order in which they come. */
export function byLine(events: readonly HistoryEvent[]): Map<string, HistoryEvent[]> {
  const lines = new Map<string, HistoryEvent[]>();
  for (const event of events) {
    const name = event.line ?? '';
    const line = lines.get(name);
    if (line === undefined) lines.set(name, [event]);
    else line.push(event);
  }
  return lines;
}

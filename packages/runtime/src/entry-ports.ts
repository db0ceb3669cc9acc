import type { LogLine, TaskPorts } from './ports.js';

/** What an entry is given of its place; the rest it knows by itself. */
export type PlacePorts = Omit<TaskPorts, 'clock' | 'signal' | 'deadline' | 'log' | 'answersLost'> &
  Partial<Pick<TaskPorts, 'clock' | 'log'>>;

/** A log line as one line of JSON, which the log services of a cloud search by field. */
export function logLine({ address, attempt, message, at }: LogLine): string {
  return JSON.stringify({ time: new Date(at).toISOString(), address, attempt, message });
}

import type { NodeProgress, RunEvent } from '@flowmap/local';

/** Shows a run while it goes on. */
export interface View {
  /** An event that is shown by itself: a log line, a failure, the beginning and the end. */
  event(event: RunEvent): void;
  /** How everything stands; called some ten times a second and once at the end. `now` in milliseconds since the epoch. */
  show(nodes: readonly NodeProgress[], now: number): void;
  /** Leaves the terminal as it was. */
  close(): void;
}

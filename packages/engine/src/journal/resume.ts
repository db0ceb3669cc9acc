import type { Execution } from '../execution.js';
import { Past } from './past.js';
import { isUnsuccessful, openAgain, type RecordedExecution } from './recorded-run.js';

/** The part of an execution that comes from its record, where it goes on from one. */
export type Resumed = Pick<Execution, 'arn' | 'input' | 'events' | 'elapsed' | 'redrives'> &
  Partial<Pick<Execution, 'redrivenAt' | 'openAgain' | 'reopens'>>;

/** Goes on where the record ends. */
export function resumed({
  arn,
  input,
  lastId,
  lastAt,
  started,
  redrives,
  redrivenAt,
  openAgain,
}: RecordedExecution): Resumed {
  return {
    arn,
    input,
    events: lastId,
    elapsed: lastAt - (redrivenAt ?? started),
    redrives,
    openAgain,
    ...(redrivenAt === undefined ? {} : { redrivenAt }),
  };
}

/** Opens a recorded execution that did not end well again, at the time `now`. Undefined for one that cannot be. */
export function redriven(recorded: RecordedExecution, now: number): Resumed | undefined {
  if (!isUnsuccessful(recorded)) return undefined;
  openAgain(recorded);
  recorded.redrives += 1;
  recorded.redrivenAt = now;
  return { ...resumed(recorded), elapsed: 0, reopens: true };
}

/** Lets the recorded events of an execution happen again before it goes on. */
export function replay(execution: Execution, recorded: RecordedExecution): void {
  if (recorded.events.length === 0) return;
  execution.past = new Past(recorded.events, () => void (execution.past = undefined));
}

import type { Json } from '@flowmap/asl/language';
import type { Past } from './journal/past.js';
import type { RecordedRun } from './journal/recorded-run.js';
import type { Pace } from './pace.js';
import type { Ports } from './ports.js';
import type { Stop } from './stop.js';
import type { Trial } from './trial.js';

/** What all executions of one run share. */
export interface Environment {
  readonly ports: Ports;
  readonly pace: Pace;
  /** Whether the service's quotas are enforced. */
  readonly quotas: boolean;
  readonly account: string;
  readonly region: string;
  readonly role: string;
  /** Name of the root's state machine. */
  readonly machine: string;
  /** Is told what each step of a state's data flow gives. */
  readonly inspect?: (field: string, value: Json) => void;
  /** Where one state is tried on its own. */
  readonly trial?: Trial;
  /** What was recorded before, of a run that goes on. */
  readonly recorded?: RecordedRun;
}

/** Whose history an event goes into, and what the context object says. */
export interface Execution {
  readonly environment: Environment;
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly input: Json;
  /** ISO 8601: the time of its first event, once that is recorded. */
  started: string;
  readonly machineArn: string;
  readonly machineName: string;
  /** ARN of the Map Run that this execution is a child of. */
  readonly mapRun?: string;
  readonly stop: Stop;
  /** Number of the item or batch that this execution is for. */
  readonly item?: number;
  /** Events recorded so far. */
  events: number;
  /** What happens again, until it has. */
  past?: Past | undefined;
  /** Of an execution that goes on: milliseconds for which it had run before. */
  readonly elapsed?: number;
  /** Redrives so far, and the time of the last in milliseconds since the epoch. */
  readonly redrives?: number;
  redrivenAt?: number;
  /** ARNs of its Map Runs that a redrive opens again. */
  readonly openAgain?: ReadonlySet<string>;
  /** Whether this is the beginning of its redrive. */
  readonly reopens?: boolean;
}

/** Variables by name. Never changed in place: an assignment makes a new object, so that scopes can share it. */
export type Variables = Readonly<Record<string, Json>>;

/** One line of states that follow each other: an execution, a branch, or a lane of a map's iterations. */
export interface Thread {
  readonly execution: Execution;
  readonly stop: Stop;
  /** Its name in the events, `line`; empty for the main line of an execution. */
  readonly line: string;
  /** The event that the next one follows from. */
  previous: number;
  /** The newest event of this line, and when it was recorded. */
  last: number;
  at: number;
  variables: Variables;
  /** In a branch of a Parallel, whose failed states are recorded as aborted. */
  readonly branch: boolean;
}

/** The new line of states number `index` that begins with the thread's newest event. */
export function fork(thread: Thread, stop: Stop, branch: boolean, index: number): Thread {
  const { execution, previous, variables, at } = thread;
  return { execution, stop, line: `${previous}.${index}`, previous, last: previous, at, variables, branch };
}

/** Milliseconds since the epoch as the context object shows them. */
export function isoTime(milliseconds: number): string {
  if (milliseconds !== last.milliseconds) last = { milliseconds, text: new Date(milliseconds).toISOString() };
  return last.text;
}

/** Many states are entered in one millisecond. */
let last = { milliseconds: 0, text: '1970-01-01T00:00:00.000Z' };

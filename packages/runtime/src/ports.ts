import type { SecretReference } from '@flowmap/graph';
import type { LogPlace, MetadataStore, ObjectStore } from '@flowmap/store';

/** All that a task needs from outside. */
export interface TaskPorts {
  readonly objects: ObjectStore;
  readonly metadata: MetadataStore;
  readonly clock: TaskClock;
  /** The name under which the flow is deployed: the first part of every address. */
  readonly deployment: string;
  /** Aborts the work. */
  readonly signal: AbortSignal;
  /** A line that a step logged, with the address of its task. */
  log(line: LogLine): void;
  /**
   * The value of a secret, which a step receives under a name. Absent: steps with secrets fail. It goes nowhere but to the step's
   * code.
   */
  secret?(reference: SecretReference, name: string): Promise<string>;
  /** Where the lines of this worker are kept. Absent: nobody looks for them by task. */
  readonly logs?: WorkerLogs;
  /**
   * When the worker will be stopped, in milliseconds since the epoch. A batch stores what it has before then and throws
   * `Flowmap.Continue`, which the state machine answers by asking again. Absent: it never is.
   */
  readonly deadline?: number;
  /** How many items of a range run at once. Default 16. */
  readonly concurrency?: number;
  /** How many seconds facts are kept. Default 90 days. */
  readonly keepSeconds?: number;
  /**
   * Whether the service drops a task's answer, as AWS Batch does. Then a range with failed items publishes how many they are as
   * the fact `failed` at its address.
   */
  readonly answersLost?: boolean;
}

/** Time. */
export interface TaskClock {
  /** Milliseconds since the epoch. */
  now(): number;
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** A line that a step logged. */
export interface LogLine {
  readonly address: string;
  readonly attempt: number;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Where a worker's lines are kept. */
export interface WorkerLogs {
  /** The place; undefined where it cannot be found out. */
  place(): Promise<LogPlace | undefined>;
  /** Milliseconds that a task runs before its place is written down. Default 10,000: a short task would only pay for it. */
  readonly after?: number;
}

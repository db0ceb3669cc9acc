import type { Json } from '@flowmap/asl/language';

/** Time, injected: a simulated clock makes waits and retries cost nothing in a test. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after so many milliseconds, or rejects when the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** A Task state that wants its work done. */
export interface TaskRequest {
  /** The state's Resource: `arn:aws:states:::lambda:invoke`. */
  readonly resource: string;
  /** Its evaluated Arguments; the state's input where it has none. Shared, not copied: read it only. */
  readonly arguments: Json;
  readonly state: string;
  /** ARN of the execution, a child's own inside a distributed map. */
  readonly execution: string;
  /** Retries before this attempt. */
  readonly attempt: number;
  /** With `.waitForTaskToken`. */
  readonly token?: string;
  /** Aborts on timeout, or when the execution stops. */
  readonly signal: AbortSignal;
  /**
   * What the service answered when the work of a `.sync` task was handed to it; it goes into the TaskSubmitted event.
   * Calling it is optional: the event of a task that succeeds is recorded anyway.
   */
  submitted(answer: Json): void;
  /**
   * Stops the clock of TimeoutSeconds while the work waits for a place to run, as it would not on the service. When the
   * work begins, call what this returns: it then has its whole time. Calling either is optional.
   */
  readonly hold: () => () => void;
}

/** An error that a task handler throws to fail its state: `name` becomes Error, `message` becomes Cause. */
export interface TaskFailure {
  readonly name: string;
  readonly message: string;
}

/** An entry of an execution's history, as `GetExecutionHistory` gives it. */
export interface HistoryEvent {
  /** From 1, without gaps, per execution. */
  readonly id: number;
  /** The event that led to this one; 0 at the beginning. */
  readonly previousEventId: number;
  /** AWS's event type: `TaskStateEntered`. */
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** ARN of the execution that the event belongs to. */
  readonly execution: string;
  /** ARN of the Map Run that started this execution, on the events of its children alone. */
  readonly mapRun?: string;
  /** The event's details. Input, output and parameters are values here, where the service gives their text. */
  readonly details?: Json;
}

/** All that the engine needs from outside. */
export interface Ports {
  /** Does the work of a Task state and returns its result. What it throws fails the state (see TaskFailure). */
  task(request: TaskRequest): Promise<Json>;
  readonly clock: Clock;
  /** A number in [0, 1). */
  random(): number;
  /** A UUID for a Map Run, a child or a task token. */
  uuid(): string;
  /** Receives every event in order. A promise holds the engine back until it is resolved. */
  record?(event: HistoryEvent): void | Promise<void>;
}

/** How an execution ended. */
export type Outcome =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; readonly error?: string; readonly cause?: string };

/** Settings of one execution. */
export interface RunOptions {
  /** Name of the execution. Default: a UUID from the port. */
  readonly name?: string;
  /** Default STANDARD. */
  readonly type?: 'STANDARD' | 'EXPRESS';
  /** The service's quotas. Default `enforced`. */
  readonly quotas?: 'enforced' | 'off';
  /** Stops the execution; its outcome is then ABORTED. */
  readonly signal?: AbortSignal;
  /** Name of the state machine. Default `machine`. */
  readonly machine?: string;
  /** Default 123456789012 and us-east-1. */
  readonly account?: string;
  readonly region?: string;
  /** ARN of the execution role, for the context object. Default: a role named `role` in the account. */
  readonly role?: string;
}

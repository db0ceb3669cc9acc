import type { Json } from '@flowmap/asl/language';
import type { MapRun } from './map-run.js';
import type { ObjectStorage } from './objects.js';

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
  /**
   * What the task is answered by from elsewhere: of an activity, of `.waitForTaskToken` and of `.sync`. In the context
   * object it is `Task.Token`. The same one whenever this attempt is asked for, also after a restart.
   */
  readonly token?: string;
  /**
   * Of a task that goes on after a restart: what the service had answered when the work was submitted, and null of an
   * activity that a worker had taken. It is under way and must not be handed over once more; only its end is waited for.
   */
  readonly submission?: Json;
  /** The state's evaluated Credentials: `{ RoleArn }`. */
  readonly credentials?: Json;
  /** Aborts on timeout, or when the execution stops. */
  readonly signal: AbortSignal;
  /**
   * What the service answered when the work of a `.sync` or `.waitForTaskToken` task was handed to it; it goes into the
   * TaskSubmitted event. Calling it is optional: the event of a task that succeeds is recorded anyway.
   */
  submitted(answer: Json): void;
  /**
   * A worker took the task of an activity: ActivityStarted. From here on it owes heartbeats. Calling it is optional: the
   * event of a task that is answered is recorded anyway.
   */
  started(worker?: string): void;
  /** The work is alive: HeartbeatSeconds begin anew. Without effect where the state has none. */
  heartbeat(): void;
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
  /** On a child's first event: the number of its item or batch, from 0. */
  readonly item?: number;
  /**
   * Which of the lines of states that run side by side: `<id>.<index>` inside the branch or iteration of that index, begun
   * by the event of that id. Not there on the main line.
   */
  readonly line?: string;
  /** What it takes to go on from here after a restart, and the service does not show. */
  readonly kept?: Json;
  /** The event's details. Input, output and parameters are values here, where the service gives their text. */
  readonly details?: Json;
}

/** All that the engine needs from outside. */
export interface Ports {
  /**
   * Does the work of a Task state and returns its final result, also where that comes much later: of an activity, of
   * `.sync` and of `.waitForTaskToken`. What it throws fails the state (see TaskFailure).
   */
  task(request: TaskRequest): Promise<Json>;
  /** Whether there is an activity; a state whose activity is gone ends the execution. Default: all there are. */
  activityExists?(arn: string): boolean | Promise<boolean>;
  readonly clock: Clock;
  /** A number in [0, 1). */
  random(): number;
  /** A UUID for a Map Run, a child or a task token. */
  uuid(): string;
  /** Where item readers read and result writers write. Without it, a map that needs it fails. */
  readonly objects?: ObjectStorage;
  /**
   * Is given every Map Run when it starts and once more when it has ended; after a restart again, unless it had ended
   * before.
   */
  mapRun?(run: MapRun): void;
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
  /**
   * Events that were recorded before, by this engine and in their order, of the execution and of its children: the
   * execution goes on where they end. Nothing that is recorded as finished is done again. Throws PastError when they are
   * damaged or of another definition. `name`, the machine and the input are those of the record.
   */
  readonly past?: Iterable<HistoryEvent> | AsyncIterable<HistoryEvent>;
  /**
   * With a `past` that did not end well: goes on from the states that failed, as RedriveExecution does. An execution that
   * succeeded is not run again.
   */
  readonly redrive?: boolean;
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

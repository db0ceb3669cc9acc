import type { Answer, Invocation } from '@flowmap/graph';
import type { LogLine } from '@flowmap/runtime';

/** What happens while a run goes on, as it happens. Times are milliseconds since the epoch. */
export type RunEvent =
  /** The run has begun. */
  | { readonly type: 'run'; readonly at: number; readonly deployment: string; readonly run: string }
  /** A worker has begun a task, an attempt of it. */
  | { readonly type: 'task'; readonly at: number; readonly task: Invocation }
  /** A task has ended well. */
  | { readonly type: 'answer'; readonly at: number; readonly task: Invocation; readonly answer: Answer }
  /** An attempt of a task has failed. The state machine may try again, unless `again` says who else does, or that nobody does. */
  | {
      readonly type: 'failure';
      readonly at: number;
      readonly task: Invocation;
      readonly error: FailureReport;
      readonly again?: boolean;
      /** The task with the numbers of its items, where `task` has those of what is started: the run resumes another one. */
      readonly place?: Invocation;
    }
  /** A task has ended without a result and without having failed: it stored a part and is asked again, or the execution stopped. */
  | { readonly type: 'dropped'; readonly at: number; readonly task: Invocation }
  /** A step logged something. */
  | { readonly type: 'log'; readonly at: number; readonly line: LogLine }
  /** The run has ended. */
  | {
      readonly type: 'end';
      readonly at: number;
      readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
      readonly error?: string;
      readonly cause?: string;
    };

/** An error as it came out of a worker. */
export interface FailureReport {
  readonly name: string;
  readonly message: string;
  /** With positions in the author's files where source maps allow. */
  readonly stack?: string;
  /** What to do about it, where the error is one of flowmap's own. */
  readonly hint?: string;
}

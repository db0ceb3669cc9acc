import type { TaskError } from '@flowmap/flow';
import type { LogSelection, TaskLogLine } from '@flowmap/store';

/** What every task has. */
interface TaskBase {
  /** `<deployment>/<run>/<step path>/<index path>` */
  readonly address: string;
  /** The path of the step, or of the catch handler. */
  readonly step: string;
  /** The index path: empty at the root, `3`, `3.12` inside a nested foreach; of a batch that failed as a whole `0-99`. */
  readonly index: string;
}

/** A task that ended well, with an output of type `O`. */
export interface EndedTask<O = unknown> extends TaskBase {
  readonly ok: true;
  /** Attempts that it took. Absent for an item that ran in a batch, which has no record of its own. */
  readonly attempts?: number;
  readonly started?: Date;
  readonly ended?: Date;
  /** What the step returned. */
  output(): Promise<O>;
  /** The part of it at a path. */
  output(path: readonly string[]): Promise<unknown>;
}

/** A task that failed for good, as far as it was kept. */
export interface FailedTask extends TaskBase {
  readonly ok: false;
  readonly error: TaskError;
}

/** One run of a step whose output is an `O`. */
export type PastTask<O = unknown> = EndedTask<O> | FailedTask;

/**
 * A step of a run: as an iterable the tasks that have left something. Those that ended well come in the order of their keys (`10` stands
 * before `2`), items of a batch together; then those that failed where failures are kept, which is inside a foreach with `tolerate` and in a
 * step with a catch handler. Whatever reads it throws `NO_SUCH_STEP` for a path that is none, and `NO_GRAPH`.
 */
export interface PastStep<O = unknown> extends AsyncIterable<PastTask<O>> {
  readonly path: string;
  /**
   * What the step returned; inside a foreach for the item at an index path, `output(17)`, `output('3.12')`. Throws `RESULT_MISSING` where it has not ended
   * or failed, and `INDEX_MISSING` where the step runs once for each item and nobody says for which.
   */
  output(index?: string | number): Promise<O>;
  /** The task at an index path; undefined where it has left nothing. */
  task(index?: string | number): Promise<PastTask<O> | undefined>;
  /** What the tasks of the step logged so far, or the one at an index path. Throws `NO_LOGS` where nobody can read that. */
  logs(selection?: StepLogs): AsyncIterable<TaskLogLine>;
}

/** Which lines of a step. */
export interface StepLogs extends Omit<LogSelection, 'step'> {
  /** The index path of a task: 17, `'3.12'`. Default: all tasks. */
  readonly index?: string | number;
}

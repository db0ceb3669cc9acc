import type { TaskError } from '@flowmap/flow';

/** What every task has. */
interface TaskBase {
  /** `<deployment>/<run>/<step path>/<index path>` */
  readonly address: string;
  /** The path of the step, or of the catch handler. */
  readonly step: string;
  /** The index path: empty at the root, `3`, `3.12` inside a nested foreach; of a batch that failed as a whole `0-99`. */
  readonly index: string;
}

/** A task that ended well. */
export interface EndedTask extends TaskBase {
  readonly ok: true;
  /** Attempts that it took. Absent for an item that ran in a batch, which has no record of its own. */
  readonly attempts?: number;
  readonly started?: Date;
  readonly ended?: Date;
  /** What the step returned, or the part of it at a path. */
  output(path?: readonly string[]): Promise<unknown>;
}

/** A task that failed for good, as far as it was kept. */
export interface FailedTask extends TaskBase {
  readonly ok: false;
  readonly error: TaskError;
}

/** One run of a step. */
export type PastTask = EndedTask | FailedTask;

/**
 * The tasks of a step that have left something: those that ended well, in the order of their keys (`10` stands before `2`), items of a batch
 * together; then those that failed where failures are kept, which is inside a foreach with `tolerate` and in a step with a catch handler.
 */
export interface StepTasks extends AsyncIterable<PastTask> {
  readonly path: string;
}

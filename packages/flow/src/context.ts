import type { TaskError } from './collection.js';

/** What the code of a step receives. */
export interface TaskContext<out P, out I> {
  /** The declared inputs. */
  readonly in: I;
  /** The parameters of the run. */
  readonly params: Readonly<P>;
  /**
   * The values of `env` and `secrets`, those that the flow gives to all its steps included. They are in no `process.env`, which tasks of
   * one process share.
   */
  readonly env: { readonly [name: string]: string | undefined };
  /** Where this task and all it leaves can be found: `<deployment>/<run>/<step path>/<index path>`. */
  readonly address: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborts when the run is stopped or the task's time is up. */
  readonly signal: AbortSignal;
  /** Logs a line, shown with the task's address. */
  log(this: void, message: string): void;
}

/** What the code of a step receives that names values itself: these are there. */
export interface Environment<E extends string> {
  readonly env: { readonly [name in E]: string };
}

/** What a catch handler receives beside what its step received. */
export interface Failure {
  /** Why the last attempt failed. */
  readonly error: TaskError;
}

/** The context of any step or handler, as whoever calls it passes it. */
export interface AnyContext extends TaskContext<Values, Values> {
  /** For a catch handler: why the step failed. */
  readonly error?: TaskError;
}

/** Values by name, of types that only the author's code knows. */
export interface Values {
  readonly [name: string]: unknown;
}

/** The code of a step or of a catch handler: what it returns, or what its promise gives, is the output. */
export type StepFunction = (context: AnyContext) => unknown;

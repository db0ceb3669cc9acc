import type { RunFailure, RunStatus } from './metadata-store.js';

/** A run as the service has it that executes it. */
export interface Execution {
  /** The run id. */
  readonly run: string;
  readonly status: RunStatus;
  /** ISO 8601. */
  readonly started: string;
  readonly stopped?: string;
}

/**
 * The service that executes runs. It alone knows how a run stands: whoever aborts one, and a time limit that passes, tells nobody else.
 * AWS Step Functions knows an execution until 90 days after its end.
 */
export interface Executions {
  /** A run, and why it did not end well; undefined where the service knows none. */
  get(deployment: string, run: string): Promise<(Execution & { readonly failure?: RunFailure }) | undefined>;
  /** The runs of a deployed flow, newest first. Throws `NO_SUCH_FLOW` where the service has no such flow, or not any more. */
  list(deployment: string, options?: { readonly status?: RunStatus }): AsyncIterable<Execution>;
}

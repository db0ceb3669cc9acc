/** A line that a task logged. */
export interface TaskLogLine {
  /** ISO 8601. */
  readonly time: string;
  readonly address: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly message: string;
  readonly level?: string;
}

/** Which lines of a run. */
export interface LogSelection {
  /** The path of a step, `perChunk/summarise`, with or without an index path behind it. Default: all steps. */
  readonly step?: string | undefined;
  /** Lines from this time on. Default: since the run began. */
  readonly since?: Date | undefined;
}

/** What tasks logged, wherever that is kept. */
export interface LogReader {
  /** The lines of a run so far, in about the order of their times. */
  lines(deployment: string, run: string, selection?: LogSelection): AsyncIterable<TaskLogLine>;
}

/** A log group as it is kept. */
export interface LogGroup {
  readonly name: string;
  /** Milliseconds. */
  readonly created: number;
  readonly class: string;
  readonly key: string | undefined;
  retention: number | undefined;
  readonly tags: Map<string, string>;
  readonly streams: Map<string, LogStream>;
}

/** A stream of a group. */
export interface LogStream {
  readonly name: string;
  readonly created: number;
  /** In the order of their times. */
  readonly events: LogEvent[];
}

/** A line. Times are milliseconds. */
export interface LogEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly message: string;
  readonly ingested: number;
}

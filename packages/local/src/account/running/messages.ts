/** What the process of a function is started with. */
export interface FunctionSettings {
  /** Its code. */
  readonly folder: string;
  /** `index.handler` */
  readonly handler: string;
}

/** An event for a function. */
export interface FunctionRequest {
  readonly id: string;
  /** JSON. */
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly context: Readonly<Record<string, unknown>>;
}

/** What became of it. */
export interface FunctionReply {
  readonly id: string;
  /** JSON. */
  readonly result?: string;
  /** JSON with `errorType`, `errorMessage` and `trace`. */
  readonly error?: string;
}

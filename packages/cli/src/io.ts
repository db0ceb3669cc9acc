/** Where a command's words go. */
export interface Io {
  /** What was asked for: a definition, a result. */
  out(text: string): void;
  /** What goes beside it: findings, progress, errors. */
  err(text: string): void;
  /** A terminal for a live view: where progress goes when it is one. */
  readonly terminal?: Terminal;
  /** Asks the person at the terminal and gives the line that is typed; absent where nobody sits there. */
  ask?(question: string): Promise<string>;
  /** Waits for so many milliseconds while a service gets ready. Default: by the clock. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Whether words for people may be coloured. */
  readonly color: boolean;
}

/** A terminal that is written to. */
export interface Terminal {
  write(text: string): void;
  columns(): number;
  rows(): number;
  /** Calls when its size changes; gives the way to stop that. */
  onResize(listener: () => void): () => void;
}

/** How a command ended: 0 well, 1 the flow failed, 2 the user's mistake, 130 interrupted. */
export type ExitStatus = 0 | 1 | 2 | 130;

/** An activity as it is kept. */
export interface ActivityRecord {
  readonly arn: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly encryption?: unknown;
  readonly tags: Readonly<Record<string, string>>;
}

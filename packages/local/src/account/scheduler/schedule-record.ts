/** A schedule as it is kept. */
export interface Schedule {
  readonly name: string;
  readonly group: string;
  readonly arn: string;
  readonly created: Date;
  readonly modified: Date;
  readonly clientToken: string | undefined;
  /** All else that a request says, with the defaults of the service. */
  readonly settings: Readonly<Record<string, unknown>> & {
    readonly State: string;
    readonly Target: Readonly<Record<string, unknown>> & { readonly Arn: string };
  };
}

/** A group of schedules. */
export interface ScheduleGroup {
  readonly name: string;
  readonly arn: string;
  readonly created: Date;
  readonly clientToken: string | undefined;
  readonly tags: Map<string, string>;
  /** How many reads still see it being deleted; undefined while it is active. */
  deleting: number | undefined;
}

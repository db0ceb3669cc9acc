/** A revision of a job definition as it is kept. */
export interface JobDefinition {
  readonly name: string;
  readonly revision: number;
  readonly arn: string;
  status: 'ACTIVE' | 'INACTIVE';
  /** The request's members, with the defaults of the service. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly tags: Map<string, string>;
}

/** A job queue or a compute environment: both take their time. */
export interface Facility {
  readonly kind: 'job-queue' | 'compute-environment';
  readonly name: string;
  readonly arn: string;
  state: 'ENABLED' | 'DISABLED';
  /** Undefined once it is ready. */
  underway: 'CREATING' | 'UPDATING' | 'DELETING' | undefined;
  /** How many reads still see what is under way. */
  reads: number;
  /** Why it cannot be used. */
  problem: string | undefined;
  properties: Readonly<Record<string, unknown>>;
  readonly tags: Map<string, string>;
}

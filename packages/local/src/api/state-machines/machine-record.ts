/** A state machine as it is kept. Times are milliseconds since the epoch. */
export interface MachineRecord {
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly created: number;
  /** Since when it is as it is. */
  readonly updated: number;
  readonly status: 'ACTIVE' | 'DELETING';
  readonly current: Revision;
  /** Number of the next version; those of deleted ones are not used again. */
  readonly nextVersion: number;
  /** Ascending. */
  readonly versions: readonly VersionRecord[];
  readonly aliases: readonly AliasRecord[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What an execution is started with. */
export interface Revision {
  /** Hash of the definition's text. */
  readonly definition: string;
  readonly role: string;
  readonly logging: unknown;
  readonly tracing: unknown;
  readonly encryption?: unknown;
  /** None for the first revision. */
  readonly id?: string;
}

/** A published version: a revision that does not change. */
export interface VersionRecord {
  readonly number: number;
  readonly created: number;
  readonly description?: string;
  readonly revision: Revision;
}

/** A name that points at one version, or at two with weights. */
export interface AliasRecord {
  readonly name: string;
  readonly created: number;
  readonly updated: number;
  readonly description?: string;
  readonly routing: readonly Route[];
}

/** A version's share of the executions of an alias, in percent. */
export interface Route {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

/** A function as it is kept. */
export interface FunctionRecord {
  readonly name: string;
  /** Without a qualifier. */
  readonly arn: string;
  latest: Revision;
  /** By number, ascending. */
  readonly versions: Map<string, Version>;
  nextVersion: number;
  readonly aliases: Map<string, AliasRecord>;
  readonly tags: Map<string, string>;
  reservedConcurrency: number | undefined;
}

/** Code and settings that belong together. */
export interface Revision {
  readonly id: string;
  readonly modified: Date;
  readonly code: Code;
  readonly settings: Settings;
  readonly readiness: Readiness;
}

/** A published revision. */
export interface Version extends Revision {
  readonly number: string;
  /** Of the version; that of the function is in the settings. */
  readonly description: string;
}

/** What a bundle is known by. */
export interface Code {
  /** Base64. */
  readonly sha256: string;
  readonly size: number;
}

/** All that CreateFunction says beside the code, with its defaults. */
export type Settings = Readonly<Record<string, unknown>> & {
  readonly Role: string;
  readonly Description: string;
};

/** How often something is still seen unready. */
export interface Readiness {
  /** Reads that see `Pending`. */
  creating: number;
  /** Reads that see `InProgress`. */
  updating: number;
}

/** A name that points at a version, or at two. */
export interface AliasRecord {
  readonly name: string;
  readonly revisionId: string;
  readonly version: string;
  readonly description: string;
  readonly weights: Readonly<Record<string, number>> | undefined;
}

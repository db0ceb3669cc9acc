import type { Facts, Json, JsonObject, Resumption } from '@flowmap/graph';

/** How a run stands. AWS's own words for an execution. */
export type RunStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** A run of a deployed flow. */
export interface RunRecord {
  readonly deployment: string;
  /** The run id: the name of the execution. */
  readonly run: string;
  readonly status: RunStatus;
  /** ISO 8601. */
  readonly started: string;
  readonly stopped?: string;
  /** Why it did not end well, where that was recorded: a run on AWS has it from the service. */
  readonly failure?: RunFailure;
  /** The hash of the bundle that the run uses. */
  readonly code: string;
  /** The parameters after checking, defaults applied. */
  readonly params: { readonly [name: string]: Json };
  /** The earlier run whose finished tasks it takes. Absent: it does everything itself. */
  readonly resumes?: Resumption;
}

/** Why a run did not end well, in the words of the state machine. */
export interface RunFailure {
  /** Its name: `RangeError`, `States.Timeout`. */
  readonly error?: string;
  /** What it says, 32,768 characters at most. Source: Step Functions API reference, DescribeExecution. */
  readonly cause?: string;
}

/** How a run ended. */
export interface RunEnd {
  readonly status: Exclude<RunStatus, 'RUNNING'>;
  /** ISO 8601. */
  readonly stopped: string;
  /** Why it did not end well. */
  readonly failure?: RunFailure;
}

/** One `deploy` of a flow. */
export interface DeploymentRecord {
  readonly deployment: string;
  /** 1, 2, 3, ... */
  readonly version: number;
  readonly code: string;
  readonly by: string;
  /** When it began. ISO 8601. */
  readonly at: string;
  /** All that it makes in the account: types as CloudFormation has them, and names. Written before the first is made. */
  readonly resources?: readonly { readonly type: string; readonly name: string }[];
  /** What its state machine may do, as statements of a policy: executions that were started with it need them for as long as they go on. */
  readonly rights?: readonly JsonObject[];
  /** How it ended. Absent: it goes on, or was stopped in the middle. */
  readonly end?: DeploymentEnd;
}

/** How a deployment went live. */
export interface DeploymentEnd {
  /** ARN of the published version of the state machine. */
  readonly machineVersion: string;
  /** ISO 8601. */
  readonly at: string;
  /** How far what only this deployment needs was removed. Absent: not at all, and it can be gone back to. */
  readonly pruned?: 'begun' | 'done';
}

/** Whose a deployed flow is. */
export interface OwnerRecord {
  readonly deployment: string;
  /** Who deployed it first, or took it over. */
  readonly owner: string;
  /** What others must show to change it. */
  readonly token: string;
  /** Since when. ISO 8601. */
  readonly at: string;
}

/** What a task publishes for the state machine. */
export interface FactsRecord {
  /** The address of the task. */
  readonly address: string;
  /** The root run id. */
  readonly run: string;
  readonly facts: Facts;
}

/**
 * Small facts: deployments, runs, cardinalities. Nothing in it grows with the width of a fan-out. Every write is one
 * conditional write; expired records are never returned, whether or not the backend has removed them yet. Every
 * implementation passes the contract suite `describeMetadataStore` of `@flowmap/testing`.
 */
export interface MetadataStore {
  /** Records a new run; `exists` where the id was used before, and then nothing changes. */
  createRun(run: RunRecord, expires: Date): Promise<'written' | 'exists'>;
  /** Records the end of a run, once: a second end is ignored. Throws `RUN_NOT_FOUND`. */
  finishRun(deployment: string, run: string, end: RunEnd): Promise<void>;
  /** Records that a run that had ended goes on: it is RUNNING again, and its next end counts. Throws `RUN_NOT_FOUND`. */
  reopenRun(deployment: string, run: string): Promise<void>;
  run(deployment: string, run: string): Promise<RunRecord | undefined>;
  /** The runs of a deployment in the order of their ids. */
  runs(deployment: string, options?: { readonly status?: RunStatus }): AsyncIterable<RunRecord>;
  /** Publishes the facts of a task. The first writer wins; publishing again changes nothing. */
  putFacts(record: FactsRecord, expires: Date): Promise<void>;
  /** The facts published at an address. */
  facts(address: string): Promise<Facts | undefined>;
  /** Records a deployment; `exists` where the version is taken. */
  putDeployment(record: DeploymentRecord): Promise<'written' | 'exists'>;
  /** Records how a deployment ended; a later end replaces it. Throws `DEPLOYMENT_NOT_FOUND`. */
  finishDeployment(deployment: string, version: number, end: DeploymentEnd): Promise<void>;
  /** The deployments of a flow by version, newest last. */
  deployments(deployment: string): AsyncIterable<DeploymentRecord>;
  /** Records whose a flow is; `exists` where it is somebody's already, unless that one's token is `instead`. */
  claim(record: OwnerRecord, instead?: string): Promise<'written' | 'exists'>;
  /** Whose a flow is; undefined where it was never deployed. */
  owner(deployment: string): Promise<OwnerRecord | undefined>;
  /** All flows that are deployed, by name. */
  owners(): AsyncIterable<OwnerRecord>;
  /** Forgets a flow's deployments and then whose it is. Runs and facts stay until they expire. */
  forgetDeployment(deployment: string): Promise<void>;
}

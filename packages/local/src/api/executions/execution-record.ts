import type { Revision } from '../state-machines/machine-record.js';

/** The states of an execution that answers give. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** An execution of a STANDARD state machine as it is kept; its data is in its folder. Times are milliseconds since the epoch. */
export interface ExecutionRecord {
  readonly arn: string;
  readonly name: string;
  /** Unqualified ARN of its state machine. */
  readonly machine: string;
  readonly machineName: string;
  readonly version?: number;
  readonly alias?: string;
  /** What it was started with, whatever has become of the state machine. */
  readonly revision: Revision;
  /** Since when the revision had been in force. */
  readonly revised: number;
  readonly status: ExecutionStatus;
  readonly started: number;
  readonly stopped?: number;
  readonly error?: string;
  readonly cause?: string;
  /** Hash of the input's text: the same name with the same input is the same execution. */
  readonly inputHash: string;
  /** Name of its folder. */
  readonly folder: string;
  readonly redriveCount: number;
  readonly redriven?: number;
  /** The clientToken of the last redrive. */
  readonly redriveToken?: string;
  readonly traceHeader?: string;
}

import type { CodeLocation, Computes, PolicyStatement, Target } from '@flowmap/asl';
import type { StateMachine } from '@flowmap/asl/language';
import type { FlowGraph } from '@flowmap/graph';
import type { Tags } from '../kinds/tags.js';

/** A flow, compiled and ready to be put on AWS. */
export interface Deployment {
  readonly graph: FlowGraph;
  /** Where its steps run: what it was compiled with. */
  readonly computes: Computes;
  /** What compiling gave. */
  readonly definition: StateMachine;
  readonly policies: readonly PolicyStatement[];
  /** What it was compiled for; `code` is the hash of the package. */
  readonly target: Target;
  /** Where the code lies, and how a container comes by it. */
  readonly code: CodeLocation;
  readonly settings?: DeploymentSettings;
}

/** How a flow is deployed. */
export interface DeploymentSettings {
  /** Whether the history of executions goes to CloudWatch Logs, with inputs and outputs. Default: no. */
  readonly logExecutionHistory?: boolean;
  /** Whether AWS X-Ray traces executions. Default: no. */
  readonly tracing?: boolean;
  /** How many days log lines are kept: one of the numbers that CloudWatch Logs takes. Default 90. */
  readonly retentionDays?: number;
  /** Tags of all that is made. */
  readonly tags?: Tags;
  /** ARN of a role for the state machine that somebody else made. Default: one of the flow's own. */
  readonly machineRole?: string;
  /** ARN of a role for the code. Default: one of the flow's own. */
  readonly taskRole?: string;
}

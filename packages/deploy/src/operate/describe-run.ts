import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  type DescribeExecutionOutput,
} from '@aws-sdk/client-sfn';
import { FlowError } from '@flowmap/graph';
import type { RunStatus } from '@flowmap/store';
import { faulted, isNamed } from '../aws/fault.js';
import { machineArn } from '../kinds/state-machine.js';
import { noSuchFlow } from './no-such-flow.js';
import type { OperatePorts } from './ports.js';
import { executionArn, type RunRef } from './run-ref.js';

/** How an execution stands, in AWS's words. */
export type ExecutionStatus = RunStatus | 'PENDING_REDRIVE';

/** A run as the service knows it. */
export interface RunDescription extends RunRef {
  readonly status: ExecutionStatus;
  /** ISO 8601. */
  readonly started: string;
  readonly stopped?: string;
  /** Why it did not end well. */
  readonly error?: string;
  readonly cause?: string;
  /** How often it was redriven. */
  readonly redrives: number;
  /** ARN of the version of the state machine that it runs. */
  readonly machineVersion?: string;
  /** Whether it can be redriven; where it cannot, the service's reason. */
  readonly redrivable: true | string;
}

/** Describes a run. Throws `NO_SUCH_RUN`, `NO_SUCH_FLOW` and the errors `AWS_...`. */
export function describeRun(ports: OperatePorts, ref: RunRef): Promise<RunDescription> {
  return faulted(async () => {
    const found = await executionOf(ports, ref);
    if (found) return described(ref, found);
    throw await noSuchRun(ports, ref);
  });
}

/** The execution of a run; undefined where there is none. */
export async function executionOf(
  { site }: Pick<OperatePorts, 'site'>,
  ref: RunRef,
): Promise<DescribeExecutionOutput | undefined> {
  try {
    return await site.aws.sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(site, ref) }));
  } catch (error) {
    // A name with characters that none can have makes no ARN.
    if (isNamed(error, 'ExecutionDoesNotExist', 'InvalidArn')) return undefined;
    throw error;
  }
}

/** The error for a run that is not there, or the one for a flow that is not. */
export async function noSuchRun({ site, metadata }: OperatePorts, { deployment, run }: RunRef): Promise<FlowError> {
  try {
    const stateMachineArn = machineArn(site, deployment);
    await site.aws.sfn.send(new DescribeStateMachineCommand({ stateMachineArn, includedData: 'METADATA_ONLY' }));
  } catch (error) {
    if (!isNamed(error, 'StateMachineDoesNotExist', 'InvalidArn')) throw error;
    return noSuchFlow(metadata, deployment);
  }
  return new FlowError('NO_SUCH_RUN', `${deployment} has no run ${run}, or it ended more than 90 days ago.`, {
    hint: `flow-cli list-runs ${deployment} shows the runs that there are.`,
  });
}

function described(ref: RunRef, found: DescribeExecutionOutput): RunDescription {
  const { status = 'RUNNING', startDate, stopDate, error, cause, redriveCount = 0, stateMachineVersionArn } = found;
  return {
    ...ref,
    status,
    started: startDate?.toISOString() ?? '',
    ...(stopDate && { stopped: stopDate.toISOString() }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    redrives: redriveCount,
    ...(stateMachineVersionArn !== undefined && { machineVersion: stateMachineVersionArn }),
    redrivable: found.redriveStatus === 'REDRIVABLE' ? true : (found.redriveStatusReason ?? `It is ${status}`),
  };
}

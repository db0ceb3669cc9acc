import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { isFlowError } from '@flowmap/graph';
import { faulted } from '../aws/fault.js';
import { mayChange } from '../ownership.js';
import { hasEnded } from './await-end.js';
import { describeRun, type RunDescription } from './describe-run.js';
import type { Authorization, ChangePorts } from './ports.js';
import { executionArn, type RunRef } from './run-ref.js';

/** The error of an execution that somebody ended. */
export const TERMINATED = 'Flowmap.Terminated';

/** How to end a run. */
export interface TerminateRequest extends Authorization {
  /** Why. Default: who ended it. */
  readonly cause?: string | undefined;
}

/**
 * Ends a run, its Map Runs and their children with it, and gives how it stands then. One that has ended stays as it is. Throws
 * `NO_SUCH_RUN`, `NO_SUCH_FLOW`, `NOT_YOURS` and the errors `AWS_...`.
 */
export function terminate(ref: RunRef, request: TerminateRequest, ports: ChangePorts): Promise<RunDescription> {
  return faulted(async () => {
    const { site, metadata, caller } = ports;
    const before = await describeRun(ports, ref);
    await mayChange(metadata, { deployment: ref.deployment, caller, token: request.authorize });
    if (hasEnded(before)) return before;
    const cause = request.cause ?? `ended by ${caller}`;
    const stop = new StopExecutionCommand({ executionArn: executionArn(site, ref), error: TERMINATED, cause });
    await site.aws.sfn.send(stop);
    const after = await describeRun(ports, ref);
    if (after.status === 'ABORTED') await noteEnd(ports, after);
    return after;
  });
}

/** The record of a run that was ended before its first state is not there. */
async function noteEnd(
  { metadata, now }: ChangePorts,
  { deployment, run, stopped = now().toISOString(), error, cause }: RunDescription,
): Promise<void> {
  const failure = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
  try {
    await metadata.finishRun(deployment, run, { status: 'ABORTED', stopped, failure });
  } catch (error) {
    if (!isFlowError(error) || error.code !== 'RUN_NOT_FOUND') throw error;
  }
}

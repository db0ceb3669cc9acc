import { createHash } from 'node:crypto';
import { RedriveExecutionCommand } from '@aws-sdk/client-sfn';
import { FlowError, isFlowError } from '@flowmap/graph';
import { faulted, isNamed } from '../aws/fault.js';
import { hasEnded } from './await-end.js';
import { describeRun, type RunDescription } from './describe-run.js';
import type { OperatePorts } from './ports.js';
import { executionArn, type RunRef } from './run-ref.js';

/**
 * Goes on with a run that did not end well, with the code that it had: nothing that ended well is done again. One that goes on already is
 * left alone. Throws `NOT_REDRIVABLE` with the service's reason, `NO_SUCH_RUN`, `NO_SUCH_FLOW` and the errors `AWS_...`.
 */
export function redrive(ref: RunRef, ports: OperatePorts): Promise<RunDescription> {
  return faulted(async () => {
    const { site } = ports;
    const before = await describeRun(ports, ref);
    if (hasEnded(before)) {
      if (before.redrivable !== true) throw notRedrivable(ref, before.redrivable);
      const redriven = new RedriveExecutionCommand({
        executionArn: executionArn(site, ref),
        // The same for everybody who saw it end this once, so that two of them redrive it once.
        clientToken: createHash('sha256')
          .update(`${ref.deployment}/${ref.run} ${before.redrives}`)
          .digest('hex')
          .slice(0, 32),
      });
      try {
        await site.aws.sfn.send(redriven);
      } catch (error) {
        if (isNamed(error, 'ExecutionNotRedrivable')) throw notRedrivable(ref, (error as Error).message);
        throw error;
      }
    } else if (before.redrives === 0) {
      throw notRedrivable(ref, String(before.redrivable));
    }
    await reopen(ports, ref);
    return describeRun(ports, ref);
  });
}

/** The record of a run that never came to its first state's end is not there. */
async function reopen({ metadata }: OperatePorts, { deployment, run }: RunRef): Promise<void> {
  try {
    await metadata.reopenRun(deployment, run);
  } catch (error) {
    if (!isFlowError(error) || error.code !== 'RUN_NOT_FOUND') throw error;
  }
}

function notRedrivable({ deployment, run }: RunRef, reason: string): FlowError {
  return new FlowError('NOT_REDRIVABLE', `${deployment}/${run} cannot be redriven: ${reason}.`, {
    hint: `flow-cli trigger ${deployment} starts another run.`,
  });
}

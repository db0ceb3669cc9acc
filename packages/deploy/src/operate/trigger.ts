import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { createRunId, FlowError, type JsonObject, runIdProblem } from '@flowmap/graph';
import { faulted, isNamed } from '../aws/fault.js';
import { machineArn } from '../kinds/state-machine.js';
import { LIVE } from '../model/names.js';
import { canonical } from '../plan/differences.js';
import { executionOf } from './describe-run.js';
import { noSuchFlow } from './no-such-flow.js';
import type { OperatePorts } from './ports.js';
import type { RunRef } from './run-ref.js';

/** What starting a run needs of the world. */
export interface TriggerPorts extends OperatePorts {
  readonly now: () => Date;
  /** So many random bytes, for the id of a run that has none. */
  readonly random: (bytes: number) => Uint8Array;
}

/** How a run is to be started. */
export interface TriggerRequest {
  /** The input of the execution; the machine's first state checks it and applies the defaults. */
  readonly params: JsonObject;
  /** The run id. Default: a new one that sorts by time. */
  readonly runId?: string | undefined;
}

/** A run that was started. */
export interface TriggeredRun extends RunRef {
  readonly executionArn: string;
  /** ISO 8601. */
  readonly started: string;
}

/**
 * Starts a run of a deployed flow through its alias `live`. The run id makes it safe to repeat: the same id with the same parameters gives
 * the run that goes on. Throws `RUN_EXISTS` where the id belongs to another run or to one that has ended, `RUN_ID_ILLEGAL`, `NO_SUCH_FLOW`
 * and the errors `AWS_...`.
 */
export function trigger(name: string, request: TriggerRequest, ports: TriggerPorts): Promise<TriggeredRun> {
  return faulted(() => triggered(name, request, ports));
}

async function triggered(
  deployment: string,
  { params, runId }: TriggerRequest,
  ports: TriggerPorts,
): Promise<TriggeredRun> {
  const { site, metadata } = ports;
  const run = runId ?? createRunId(ports.now().getTime(), ports.random);
  const problem = runIdProblem(run);
  if (problem !== undefined) {
    throw new FlowError('RUN_ID_ILLEGAL', `${JSON.stringify(run)} cannot be the id of a run: ${problem}.`);
  }
  if (runId !== undefined) await checkUnused(ports, { deployment, run });
  const start = new StartExecutionCommand({
    stateMachineArn: `${machineArn(site, deployment)}:${LIVE}`,
    name: run,
    // The service compares texts.
    input: canonical(params),
  });
  try {
    const { executionArn = '', startDate } = await site.aws.sfn.send(start);
    return { deployment, run, executionArn, started: startDate?.toISOString() ?? '' };
  } catch (error) {
    if (isNamed(error, 'ExecutionAlreadyExists')) throw runExists({ deployment, run });
    if (isNamed(error, 'StateMachineDoesNotExist', 'InvalidArn')) throw await noSuchFlow(metadata, deployment);
    throw error;
  }
}

/** The first state refuses an id that was used before, also where the service has forgotten the execution. */
async function checkUnused(ports: TriggerPorts, ref: RunRef): Promise<void> {
  if (!(await ports.metadata.run(ref.deployment, ref.run))) return;
  const execution = await executionOf(ports, ref);
  if (execution?.status !== 'RUNNING') throw runExists(ref);
}

function runExists({ deployment, run }: RunRef): FlowError {
  return new FlowError('RUN_EXISTS', `${deployment} has a run ${run} already, with other parameters or ended.`, {
    hint: `Choose another id, or leave it out. flow-cli status ${deployment}/${run} shows that run.`,
  });
}

import type { Execution, Executions, RunFailure, RunStatus } from '@flowmap/store';
import { faulted } from '../aws/fault.js';
import { type ExecutionStatus, executionOf } from './describe-run.js';
import { listRuns } from './list-runs.js';
import type { OperatePorts } from './ports.js';

/**
 * The executions of an account, as readers of runs want them. One call of DescribeExecution for a run, one of ListExecutions for a
 * thousand. A run that was started a moment ago may not be among them yet: the service lists them with a delay. Throws the errors `AWS_...`.
 */
export function executionsOf(ports: OperatePorts): Executions {
  return {
    get: (deployment, run) =>
      faulted(async () => {
        const found = await executionOf(ports, { deployment, run });
        if (!found) return undefined;
        const { status = 'RUNNING', startDate, stopDate, error, cause } = found;
        return {
          ...execution(run, status, startDate?.toISOString() ?? '', stopDate?.toISOString()),
          ...(hasFailed(status) && { failure: failureOf(error, cause) }),
        };
      }),
    async *list(deployment, options = {}) {
      for await (const { run, status, started, stopped } of listRuns(ports, deployment, options)) {
        yield execution(run, status, started, stopped);
      }
    },
  };
}

/** Only children of Map Runs wait to be redriven; for a reader one that does goes on. */
function execution(run: string, status: ExecutionStatus, started: string, stopped: string | undefined): Execution {
  return { run, status: statusOf(status), started, ...(stopped !== undefined && { stopped }) };
}

function statusOf(status: ExecutionStatus): RunStatus {
  return status === 'PENDING_REDRIVE' ? 'RUNNING' : status;
}

function hasFailed(status: ExecutionStatus): boolean {
  return status !== 'SUCCEEDED' && statusOf(status) !== 'RUNNING';
}

function failureOf(error: string | undefined, cause: string | undefined): RunFailure {
  return { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}

import { ListExecutionsCommand, type ListExecutionsOutput } from '@aws-sdk/client-sfn';
import { faulted, isNamed } from '../aws/fault.js';
import { machineArn } from '../kinds/state-machine.js';
import type { ExecutionStatus } from './describe-run.js';
import { noSuchFlow } from './no-such-flow.js';
import type { OperatePorts } from './ports.js';
import type { RunRef } from './run-ref.js';

/** Executions in one page, at most. Source: Step Functions API reference, ListExecutions. */
const PAGE = 1_000;

/** A run in a list. */
export interface ListedRun extends RunRef {
  readonly status: ExecutionStatus;
  /** ISO 8601. */
  readonly started: string;
  readonly stopped?: string;
  readonly redrives: number;
}

/** Which runs to list. */
export interface ListRunsOptions {
  readonly status?: ExecutionStatus | undefined;
  /** At most so many. Default: all that the service still knows, which is 90 days of them. */
  readonly limit?: number | undefined;
}

/** The runs of a deployed flow, newest first. Throws `NO_SUCH_FLOW` and the errors `AWS_...`. */
export async function* listRuns(
  { site, metadata }: OperatePorts,
  name: string,
  { status, limit = Infinity }: ListRunsOptions = {},
): AsyncGenerator<ListedRun> {
  let left = limit;
  let nextToken: string | undefined;
  do {
    if (left <= 0) return;
    const ask = new ListExecutionsCommand({
      stateMachineArn: machineArn(site, name),
      maxResults: Math.min(left, PAGE),
      ...(status !== undefined && { statusFilter: status }),
      ...(nextToken !== undefined && { nextToken }),
    });
    const page: ListExecutionsOutput = await faulted(async () => {
      try {
        return await site.aws.sfn.send(ask);
      } catch (error) {
        if (isNamed(error, 'StateMachineDoesNotExist', 'InvalidArn')) throw await noSuchFlow(metadata, name);
        throw error;
      }
    });
    for (const found of page.executions ?? []) {
      if (left <= 0) return;
      left -= 1;
      yield {
        deployment: name,
        run: found.name ?? '',
        status: found.status ?? 'RUNNING',
        started: found.startDate?.toISOString() ?? '',
        ...(found.stopDate && { stopped: found.stopDate.toISOString() }),
        redrives: found.redriveCount ?? 0,
      };
    }
    ({ nextToken } = page);
  } while (nextToken !== undefined);
}

import { ListExecutionsCommand, type ExecutionListItem } from '@aws-sdk/client-sfn';
import { isNamed } from '../aws/fault.js';
import type { Site } from '../kinds/kind.js';

/** Executions that are looked at, the newest first. */
const LOOKED_AT = 100;

/**
 * Whether a version of a state machine is still needed by its executions: one is running, or one of the newest was started, redriven or
 * ended since a moment. At most two calls. Executions that were started without the alias are none of the version.
 */
export async function hasRecentRuns(site: Site, machineVersion: string, since: number): Promise<boolean> {
  const list = async (more: {
    statusFilter?: 'RUNNING';
    maxResults: number;
  }): Promise<readonly ExecutionListItem[]> => {
    const asked = new ListExecutionsCommand({ stateMachineArn: machineVersion, ...more });
    return (await site.aws.sfn.send(asked)).executions ?? [];
  };
  try {
    if ((await list({ statusFilter: 'RUNNING', maxResults: 1 })).length > 0) return true;
    const newest = await list({ maxResults: LOOKED_AT });
    return newest.some(({ startDate, stopDate, redriveDate }) =>
      [startDate, stopDate, redriveDate].some((date) => date !== undefined && date.getTime() >= since),
    );
  } catch (error) {
    // A version that is gone by now runs nothing.
    if (isNamed(error, 'StateMachineDoesNotExist', 'ResourceNotFound')) return false;
    throw error;
  }
}

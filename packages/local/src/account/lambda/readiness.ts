import type { FunctionRecord, Readiness } from './function-record.js';
import { conflict } from './functions.js';

/** The members that say whether a revision can be used, for one read: the next may see more. */
export function seenState(readiness: Readiness): object {
  if (readiness.creating > 0) {
    readiness.creating -= 1;
    return {
      State: 'Pending',
      StateReason: 'The function is being created.',
      StateReasonCode: 'Creating',
      LastUpdateStatus: 'InProgress',
      LastUpdateStatusReason: 'The function is being created.',
      LastUpdateStatusReasonCode: 'Creating',
    };
  }
  if (readiness.updating > 0) {
    readiness.updating -= 1;
    return {
      State: 'Active',
      LastUpdateStatus: 'InProgress',
      LastUpdateStatusReason: 'The function is being updated.',
      LastUpdateStatusReasonCode: 'Updating',
    };
  }
  return { State: 'Active', LastUpdateStatus: 'Successful' };
}

/** Refuses a change of what is under way. The attempt counts as a read, so that trying again gets there. */
export function refuseUnready({ latest: { readiness }, arn }: FunctionRecord): void {
  if (readiness.creating > 0) {
    readiness.creating -= 1;
    throw conflict(
      'The operation cannot be performed at this time. The function is currently in the following state: Pending',
    );
  }
  if (readiness.updating > 0) {
    readiness.updating -= 1;
    throw conflict(`The operation cannot be performed at this time. An update is in progress for resource: ${arn}`);
  }
}

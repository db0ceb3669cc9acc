import type { ActivityRecord } from '../activities/activity-record.js';
import { ApiError } from '../protocol/api-error.js';
import { parseArn } from '../protocol/arn.js';
import type { Records } from '../persistence/records.js';
import type { MachineRecord } from './machine-record.js';

type Tags = Readonly<Record<string, string>>;

/** The resources that have tags: state machines and activities, but no versions and aliases. */
export interface Tagged {
  /** Throws `InvalidArn`, `ResourceNotFound`. */
  tags(arn: string): Tags;
  change(arn: string, change: (before: Tags) => Tags): Promise<void>;
}

/** Finds the resources behind ARNs. */
export function taggedOf(machines: Records<MachineRecord>, activities: Records<ActivityRecord>): Tagged {
  const ownerOf = (arn: string): Records<MachineRecord> | Records<ActivityRecord> =>
    parseArn(arn, 'stateMachine', 'activity').kind === 'activity' ? activities : machines;
  const missing = (arn: string): ApiError =>
    new ApiError('ResourceNotFound', `Resource not found: '${arn}'`, { resourceName: arn });
  return {
    tags(arn) {
      const found = ownerOf(arn).get(arn);
      if (found === undefined) throw missing(arn);
      return found.tags;
    },
    async change(arn, change) {
      const machine = ownerOf(arn) === machines ? machines.get(arn) : undefined;
      if (machine !== undefined) {
        await machines.set(arn, { ...machine, tags: change(machine.tags) });
        return;
      }
      const activity = activities.get(arn);
      if (activity === undefined) throw missing(arn);
      await activities.set(arn, { ...activity, tags: change(activity.tags) });
    },
  };
}

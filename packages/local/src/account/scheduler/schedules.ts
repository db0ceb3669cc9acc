import { arnOf } from '../home.js';
import { AwsError } from '../protocol/aws-error.js';
import type { World } from '../world.js';
import type { Schedule, ScheduleGroup } from './schedule-record.js';

/** The schedules and groups of an account. */
export interface Schedules {
  /** By `group/name`. */
  readonly byName: Map<string, Schedule>;
  readonly groups: Map<string, ScheduleGroup>;
  arn(group: string, name: string): string;
  groupArn(name: string): string;
  /** Throws `ResourceNotFoundException`. */
  get(group: string, name: string): Schedule;
  group(name: string): ScheduleGroup;
}

/** Only the default group. */
export function noSchedules({ home, now }: World): Schedules {
  const groupArn = (name: string): string => arnOf(home, 'scheduler', `schedule-group/${name}`);
  const byName = new Map<string, Schedule>();
  const groups = new Map<string, ScheduleGroup>();
  const group = (name: string): ScheduleGroup => {
    const found = groups.get(name);
    if (found?.deleting === 0) groups.delete(name);
    else if (found !== undefined) return found;
    throw missing(`Schedule group ${name} does not exist.`);
  };
  groups.set('default', {
    name: 'default',
    arn: groupArn('default'),
    created: now(),
    clientToken: undefined,
    tags: new Map(),
    deleting: undefined,
  });
  return {
    byName,
    groups,
    arn: (own, name) => arnOf(home, 'scheduler', `schedule/${own}/${name}`),
    groupArn,
    group,
    get(own, name) {
      group(own);
      const found = byName.get(`${own}/${name}`);
      if (found === undefined) throw missing(`Schedule ${name} does not exist.`);
      return found;
    },
  };
}

/** `ResourceNotFoundException` */
export function missing(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404);
}

/** `ConflictException` */
export function conflict(message: string): AwsError {
  return new AwsError('ConflictException', message, 409);
}

/** `ValidationException` */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message, 400);
}

import type { Target } from '@flowmap/asl';
import type { FlowGraph } from '@flowmap/graph';
import type { Role } from './document.js';
import { scheduleRole } from './schedule-role.js';
import { starterRole } from './starter-role.js';

/** The roles that what starts a flow and tells of its ends needs. */
export interface StartRoles {
  /** Absent where no schedule or rule takes one on: events reach an SNS topic without. */
  readonly schedule?: Role;
  /** Absent where no schedule skips. */
  readonly starter?: Role;
}

/** Whether a target is an event bus, to which events go with a role. */
export function isEventBus(arn: string): boolean {
  return arn.split(':')[2] === 'events';
}

/** The roles that the schedules, triggers and notifications of a flow need. */
export function startRoles({ schedules = {}, triggers = {}, notify = [] }: FlowGraph, target: Target): StartRoles {
  const timed = Object.values(schedules);
  const skips = timed.some(({ overlap }) => overlap === 'skip');
  const starts = timed.some(({ overlap }) => overlap !== 'skip') || Object.keys(triggers).length > 0;
  const buses = [...new Set(notify.map((one) => one.target).filter(isEventBus))].sort();
  return {
    ...((starts || skips || buses.length > 0) && { schedule: scheduleRole(target, { starts, skips, buses }) }),
    ...(skips && { starter: starterRole(target) }),
  };
}

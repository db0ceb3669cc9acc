import type { Roles } from '../iam/roles.js';
import { REST_REFUSALS, restJson } from '../protocol/rest-json.js';
import type { Service } from '../protocol/service.js';
import type { World } from '../world.js';
import { groupOperations } from './group-operations.js';
import { scheduleOperations } from './schedule-operations.js';
import { noSchedules } from './schedules.js';

/** EventBridge Scheduler: schedules and their groups. */
export function scheduler(world: World, roles: Roles): Service {
  const schedules = noSchedules(world);
  return {
    name: 'scheduler',
    protocol: restJson(
      {
        CreateSchedule: 'POST /schedules/{Name} 200',
        GetSchedule: 'GET /schedules/{Name}?GroupName=groupName 200',
        UpdateSchedule: 'PUT /schedules/{Name} 200',
        DeleteSchedule: 'DELETE /schedules/{Name}?GroupName=groupName&ClientToken=clientToken 200',
        ListSchedules: 'GET /schedules?GroupName=ScheduleGroup&NamePrefix&State&NextToken&MaxResults 200',
        CreateScheduleGroup: 'POST /schedule-groups/{Name} 200',
        GetScheduleGroup: 'GET /schedule-groups/{Name} 200',
        DeleteScheduleGroup: 'DELETE /schedule-groups/{Name}?ClientToken=clientToken 200',
        ListScheduleGroups: 'GET /schedule-groups?NamePrefix&NextToken&MaxResults 200',
        TagResource: 'POST /tags/{ResourceArn} 200',
        UntagResource: 'DELETE /tags/{ResourceArn}?TagKeys[] 200',
        ListTagsForResource: 'GET /tags/{ResourceArn} 200',
      },
      'Message',
    ),
    refusals: { ...REST_REFUSALS, throttled: ['ThrottlingException', 429], failed: ['InternalServerException', 500] },
    operations: { ...scheduleOperations(world, schedules, roles), ...groupOperations(world, schedules) },
    contents: () =>
      Object.fromEntries([
        ...[...schedules.byName.values()].map(({ group, name, settings }) => [`schedule ${group}/${name}`, settings]),
        ...[...schedules.groups.values()]
          .filter(({ name, deleting }) => name !== 'default' && deleting !== 0)
          .map(({ name, tags }) => [`schedule-group ${name}`, { tags: Object.fromEntries(tags) }]),
      ]) as Readonly<Record<string, unknown>>,
  };
}

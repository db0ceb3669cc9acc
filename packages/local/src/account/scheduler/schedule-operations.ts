import { isDeepStrictEqual } from 'node:util';
import type { Roles } from '../iam/roles.js';
import { type Needed, type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { oneOf } from '../protocol/shape.js';
import type { World } from '../world.js';
import { CLIENT_TOKEN, NAME, PAGE, PAGE_SIZE } from './members.js';
import type { Schedule } from './schedule-record.js';
import { checkedSettings, OPTIONAL, REQUIRED } from './schedule-settings.js';
import { conflict, type Schedules } from './schedules.js';

/** Creates, reads, replaces, lists and deletes schedules. None comes due. */
export function scheduleOperations({ now }: World, schedules: Schedules, roles: Roles): Record<string, Operation> {
  const resource = ({ Name: name, GroupName: group = 'default' }: Named): string => schedules.arn(group, name);
  const passing = ({ Target: { RoleArn: role } }: { readonly Target: { readonly RoleArn: string } }): Needed[] => [
    { action: 'iam:PassRole', resource: role },
  ];

  return {
    CreateSchedule: operation({
      required: { Name: NAME, ...REQUIRED },
      optional: { GroupName: NAME, ClientToken: CLIENT_TOKEN, ...OPTIONAL },
      resource,
      also: passing,
      run({ Name: name, GroupName: group = 'default', ClientToken: clientToken, ...given }) {
        const at = now();
        if (schedules.group(group).deleting !== undefined) throw conflict(`Schedule group ${group} is being deleted.`);
        const settings = checkedSettings(given, at, roles);
        const before = schedules.byName.get(`${group}/${name}`);
        if (before !== undefined) {
          // The same request again, as a client sends it that heard no answer.
          const isSame = clientToken !== undefined && before.clientToken === clientToken;
          if (isSame && isDeepStrictEqual(before.settings, settings)) return { ScheduleArn: before.arn };
          throw conflict(`Schedule ${name} already exists.`);
        }
        const made: Schedule = {
          name,
          group,
          arn: schedules.arn(group, name),
          created: at,
          modified: at,
          clientToken,
          settings,
        };
        schedules.byName.set(`${group}/${name}`, made);
        return { ScheduleArn: made.arn };
      },
    }),

    GetSchedule: operation({
      required: { Name: NAME },
      optional: { GroupName: NAME },
      resource,
      run({ Name: name, GroupName: group = 'default' }) {
        const found = schedules.get(group, name);
        return {
          ...found.settings,
          Arn: found.arn,
          Name: name,
          GroupName: group,
          CreationDate: found.created,
          LastModificationDate: found.modified,
        };
      },
    }),

    UpdateSchedule: operation({
      required: { Name: NAME, ...REQUIRED },
      optional: { GroupName: NAME, ClientToken: CLIENT_TOKEN, ...OPTIONAL },
      resource,
      also: passing,
      run({ Name: name, GroupName: group = 'default', ClientToken: clientToken, ...given }) {
        const before = schedules.get(group, name);
        const settings = checkedSettings(given, now(), roles);
        schedules.byName.set(`${group}/${name}`, { ...before, clientToken, settings, modified: now() });
        return { ScheduleArn: before.arn };
      },
    }),

    DeleteSchedule: operation({
      required: { Name: NAME },
      optional: { GroupName: NAME, ClientToken: CLIENT_TOKEN },
      resource,
      run({ Name: name, GroupName: group = 'default' }) {
        schedules.get(group, name);
        schedules.byName.delete(`${group}/${name}`);
      },
    }),

    ListSchedules: operation({
      optional: { ...PAGE, GroupName: NAME, NamePrefix: NAME, State: oneOf('ENABLED', 'DISABLED') },
      resource: ({ GroupName: group }) => schedules.arn(group ?? '*', '*'),
      run({ GroupName: group, NamePrefix: prefix = '', State: state, NextToken: token, MaxResults: size }) {
        if (group !== undefined) schedules.group(group);
        const all = [...schedules.byName.values()]
          .filter(
            (one) =>
              (group === undefined || one.group === group) &&
              one.name.startsWith(prefix) &&
              (state === undefined || one.settings.State === state),
          )
          .sort((one, other) => (one.arn < other.arn ? -1 : 1));
        const { items, next } = pageOf(all, size ?? PAGE_SIZE, token, 'ValidationException');
        return {
          Schedules: items.map((one) => ({
            Arn: one.arn,
            Name: one.name,
            GroupName: one.group,
            State: one.settings.State,
            CreationDate: one.created,
            LastModificationDate: one.modified,
            Target: { Arn: one.settings.Target.Arn },
          })),
          NextToken: next,
        };
      },
    }),
  };
}

interface Named {
  readonly Name: string;
  readonly GroupName?: string;
}

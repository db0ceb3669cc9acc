import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { list, text } from '../protocol/shape.js';
import type { World } from '../world.js';
import { CLIENT_TOKEN, NAME, PAGE, PAGE_SIZE, TAGS } from './members.js';
import type { ScheduleGroup } from './schedule-record.js';
import { conflict, invalid, missing, type Schedules } from './schedules.js';

/** Creates, reads, lists, tags and deletes groups of schedules; a group goes with all its schedules, after a while. */
export function groupOperations(world: World, schedules: Schedules): Record<string, Operation> {
  const resource = ({ Name: name }: { readonly Name: string }): string => schedules.groupArn(name);
  const tagged = ({ ResourceArn: arn }: { readonly ResourceArn: string }): string => arn;
  const find = (arn: string): ScheduleGroup => {
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    if (schedules.groupArn(name) !== arn) throw missing(`Resource ${arn} does not exist.`);
    return schedules.group(name);
  };

  return {
    CreateScheduleGroup: operation({
      required: { Name: NAME },
      optional: { Tags: TAGS, ClientToken: CLIENT_TOKEN },
      resource,
      also: ({ Name: name, Tags: tags = [] }) =>
        tags.length === 0 ? [] : [{ action: 'scheduler:TagResource', resource: schedules.groupArn(name) }],
      run({ Name: name, Tags: tags = [], ClientToken: clientToken }) {
        const before = schedules.groups.get(name);
        if (before !== undefined && before.deleting !== 0) {
          if (clientToken !== undefined && before.clientToken === clientToken) return { ScheduleGroupArn: before.arn };
          throw conflict(`Schedule group ${name} already exists.`);
        }
        const made: ScheduleGroup = {
          name,
          arn: schedules.groupArn(name),
          created: world.now(),
          clientToken,
          tags: new Map(tags.map(({ Key: key, Value: value }) => [key, value])),
          deleting: undefined,
        };
        schedules.groups.set(name, made);
        return { ScheduleGroupArn: made.arn };
      },
    }),

    GetScheduleGroup: operation({
      required: { Name: NAME },
      resource,
      run({ Name: name }) {
        const group = schedules.group(name);
        const answer = shown(group);
        if (group.deleting !== undefined) group.deleting -= 1;
        return answer;
      },
    }),

    ListScheduleGroups: operation({
      optional: { ...PAGE, NamePrefix: NAME },
      resource: () => schedules.groupArn('*'),
      run({ NamePrefix: prefix = '', NextToken: token, MaxResults: size = PAGE_SIZE }) {
        const all = [...schedules.groups.values()].filter(
          ({ name, deleting }) => name.startsWith(prefix) && deleting !== 0,
        );
        const { items, next } = pageOf(all, size, token, 'ValidationException');
        return { ScheduleGroups: items.map(shown), NextToken: next };
      },
    }),

    DeleteScheduleGroup: operation({
      required: { Name: NAME },
      optional: { ClientToken: CLIENT_TOKEN },
      resource,
      run({ Name: name }) {
        if (name === 'default') throw invalid('The default schedule group cannot be deleted.');
        const group = schedules.group(name);
        if (group.deleting !== undefined) throw conflict(`Schedule group ${name} is being deleted.`);
        group.deleting = world.readsUntilReady;
        for (const [key, schedule] of schedules.byName) if (schedule.group === name) schedules.byName.delete(key);
      },
    }),

    TagResource: operation({
      required: { ResourceArn: text({ min: 1, max: 1011 }), Tags: TAGS },
      resource: tagged,
      run({ ResourceArn: arn, Tags: given }) {
        const { tags } = find(arn);
        for (const { Key: key, Value: value } of given) tags.set(key, value);
      },
    }),

    UntagResource: operation({
      required: { ResourceArn: text({ min: 1, max: 1011 }), TagKeys: list(text({ min: 1, max: 128 }), 1, 50) },
      resource: tagged,
      run({ ResourceArn: arn, TagKeys: keys }) {
        const { tags } = find(arn);
        for (const key of keys) tags.delete(key);
      },
    }),

    ListTagsForResource: operation({
      required: { ResourceArn: text({ min: 1, max: 1011 }) },
      resource: tagged,
      run: ({ ResourceArn: arn }) => ({
        Tags: [...find(arn).tags].map(([key, value]) => ({ Key: key, Value: value })),
      }),
    }),
  };
}

function shown({ arn, name, created, deleting }: ScheduleGroup): object {
  return {
    Arn: arn,
    Name: name,
    State: deleting === undefined ? 'ACTIVE' : 'DELETING',
    CreationDate: created,
    LastModificationDate: created,
  };
}

import { awsJson, JSON_REFUSALS } from '../protocol/json.js';
import type { Service } from '../protocol/service.js';
import type { World } from '../world.js';
import { eventOperations } from './event-operations.js';
import { groupOperations } from './group-operations.js';
import type { LogGroups } from './log-groups.js';
import { streamOperations } from './stream-operations.js';
import { tagOperations } from './tag-operations.js';

/** CloudWatch Logs: groups, streams and lines. */
export function logs(world: World, groups: LogGroups): Service {
  return {
    name: 'logs',
    protocol: awsJson('1.1', 'Logs_20140328'),
    refusals: { ...JSON_REFUSALS, invalid: ['InvalidParameterException', 400] },
    operations: {
      ...groupOperations(world, groups),
      ...tagOperations(groups),
      ...streamOperations(world, groups),
      ...eventOperations(groups),
    },
    contents: () =>
      Object.fromEntries(
        [...groups.byName.values()].map(({ name, retention, tags, class: kind, key }) => [
          `log-group ${name}`,
          { retention, class: kind, key, tags: Object.fromEntries(tags) },
        ]),
      ),
  };
}

import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { oneOf, text, whole } from '../protocol/shape.js';
import type { World } from '../world.js';
import { exists, invalid, type LogGroups } from './log-groups.js';
import type { LogGroup } from './log-record.js';
import { GROUP_NAME, TAGS, TOKEN } from './members.js';

/** Source: CloudWatch Logs API reference, PutRetentionPolicy. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Creates, lists, changes and deletes log groups. */
export function groupOperations({ now }: World, groups: LogGroups): Record<string, Operation> {
  const resource = ({ logGroupName: name }: { readonly logGroupName: string }): string => groups.rightsArn(name);

  return {
    CreateLogGroup: operation({
      required: { logGroupName: GROUP_NAME },
      optional: {
        kmsKeyId: text({ max: 256 }),
        tags: TAGS,
        logGroupClass: oneOf('STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'),
      },
      resource,
      also: ({ logGroupName: name, tags = {} }) =>
        Object.keys(tags).length === 0 ? [] : [{ action: 'logs:TagResource', resource: groups.rightsArn(name) }],
      run({ logGroupName: name, kmsKeyId: key, tags = {}, logGroupClass: kind = 'STANDARD' }) {
        if (name.startsWith('aws/')) throw invalid("Log groups starting with 'aws/' are reserved for AWS.");
        if (groups.byName.has(name)) throw exists('The specified log group already exists');
        groups.byName.set(name, {
          name,
          created: now().getTime(),
          class: kind,
          key,
          retention: undefined,
          tags: new Map(Object.entries(tags)),
          streams: new Map(),
        });
      },
    }),

    DescribeLogGroups: operation({
      optional: {
        logGroupNamePrefix: GROUP_NAME,
        logGroupNamePattern: text({ max: 512 }),
        nextToken: TOKEN,
        limit: whole(1, 50),
      },
      resource: ({ logGroupNamePrefix: prefix = '' }) => groups.rightsArn(prefix),
      run({ logGroupNamePrefix: prefix, logGroupNamePattern: pattern, nextToken, limit = 50 }) {
        if (prefix !== undefined && pattern !== undefined) {
          throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
        }
        const all = [...groups.byName.values()]
          .filter(
            ({ name }) => name.startsWith(prefix ?? '') && name.toLowerCase().includes((pattern ?? '').toLowerCase()),
          )
          .sort((one, other) => (one.name < other.name ? -1 : 1));
        const { items, next } = pageOf(all, limit, nextToken, 'InvalidParameterException');
        return { logGroups: items.map((group) => shown(groups, group)), nextToken: next };
      },
    }),

    PutRetentionPolicy: operation({
      required: { logGroupName: GROUP_NAME, retentionInDays: whole() },
      resource,
      run({ logGroupName: name, retentionInDays: days }) {
        if (!RETENTION_DAYS.includes(days)) {
          throw invalid(
            `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTION_DAYS.join(', ')}]`,
          );
        }
        groups.get(name).retention = days;
      },
    }),

    DeleteRetentionPolicy: operation({
      required: { logGroupName: GROUP_NAME },
      resource,
      run({ logGroupName: name }) {
        groups.get(name).retention = undefined;
      },
    }),

    DeleteLogGroup: operation({
      required: { logGroupName: GROUP_NAME },
      resource,
      run({ logGroupName: name }) {
        groups.get(name);
        groups.byName.delete(name);
      },
    }),
  };
}

function shown(groups: LogGroups, { name, created, class: kind, key, retention, streams }: LogGroup): object {
  const messages = [...streams.values()].flatMap(({ events }) => events.map(({ message }) => message));
  return {
    logGroupName: name,
    creationTime: created,
    ...(retention !== undefined && { retentionInDays: retention }),
    ...(key !== undefined && { kmsKeyId: key }),
    metricFilterCount: 0,
    arn: `${groups.arn(name)}:*`,
    logGroupArn: groups.arn(name),
    storedBytes: messages.reduce((sum, message) => sum + Buffer.byteLength(message), 0),
    logGroupClass: kind,
  };
}

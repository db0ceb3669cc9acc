import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { flag, list, oneOf, structure, text, whole } from '../protocol/shape.js';
import type { World } from '../world.js';
import { exists, invalid, type LogGroups } from './log-groups.js';
import type { LogStream } from './log-record.js';
import { GROUP_IDENTIFIER, GROUP_NAME, STREAM_NAME, TIME, TOKEN } from './members.js';

/** Of a batch, each event counted with so much more than its bytes. Source: API reference, PutLogEvents. */
const MOST_BYTES = 1_048_576;
const BYTES_OF_AN_EVENT = 26;
const DAY = 86_400_000;

/** Creates and lists streams, and takes lines. */
export function streamOperations({ now, ids }: World, groups: LogGroups): Record<string, Operation> {
  const resource = ({ logGroupName: group, logStreamName: stream = '' }: Named): string =>
    `${groups.rightsArn(group)}${stream}`;

  return {
    CreateLogStream: operation({
      required: { logGroupName: GROUP_NAME, logStreamName: STREAM_NAME },
      resource,
      run({ logGroupName: group, logStreamName: name }) {
        const { streams } = groups.get(group);
        if (streams.has(name)) throw exists('The specified log stream already exists');
        streams.set(name, { name, created: now().getTime(), events: [] });
      },
    }),

    DeleteLogStream: operation({
      required: { logGroupName: GROUP_NAME, logStreamName: STREAM_NAME },
      resource,
      run({ logGroupName: group, logStreamName: name }) {
        groups.stream(group, name);
        groups.get(group).streams.delete(name);
      },
    }),

    PutLogEvents: operation({
      required: {
        logGroupName: GROUP_NAME,
        logStreamName: STREAM_NAME,
        logEvents: list(structure({ timestamp: TIME, message: text({ min: 1 }) }, {}), 1, 10_000),
      },
      optional: { sequenceToken: text() },
      resource,
      run({ logGroupName: group, logStreamName: name, logEvents: given }) {
        const { events } = groups.stream(group, name);
        const times = given.map(({ timestamp }) => timestamp);
        if (times.some((time, i) => time < (times[i - 1] ?? 0))) {
          throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
        }
        const bytes = given.reduce((sum, { message }) => sum + Buffer.byteLength(message) + BYTES_OF_AN_EVENT, 0);
        if (bytes > MOST_BYTES) throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${MOST_BYTES}`);
        if ((times.at(-1) ?? 0) - (times[0] ?? 0) > DAY) {
          throw invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
        }
        const at = now().getTime();
        const tooOld = times.filter((time) => time < at - 14 * DAY).length;
        const tooNew = times.findIndex((time) => time > at + DAY / 12);
        const taken = given.slice(tooOld, tooNew === -1 ? undefined : tooNew);
        const isBehind = (events.at(-1)?.timestamp ?? 0) <= (taken[0]?.timestamp ?? 0);
        for (const event of taken) events.push({ ...event, id: ids.unique('3'), ingested: at });
        if (!isBehind) events.sort((one, other) => one.timestamp - other.timestamp);
        return {
          nextSequenceToken: '0',
          ...((tooOld > 0 || tooNew !== -1) && {
            rejectedLogEventsInfo: {
              ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
              ...(tooNew !== -1 && { tooNewLogEventStartIndex: tooNew }),
            },
          }),
        };
      },
    }),

    DescribeLogStreams: operation({
      optional: {
        logGroupName: GROUP_NAME,
        logGroupIdentifier: GROUP_IDENTIFIER,
        logStreamNamePrefix: STREAM_NAME,
        orderBy: oneOf('LogStreamName', 'LastEventTime'),
        descending: flag,
        nextToken: TOKEN,
        limit: whole(1, 50),
      },
      resource: (input) => groups.rightsArn(groupOf(groups, input)),
      run({ logStreamNamePrefix: prefix, orderBy = 'LogStreamName', descending = false, nextToken, limit, ...input }) {
        if (prefix !== undefined && orderBy === 'LastEventTime') {
          throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
        }
        const group = groupOf(groups, input);
        const last = ({ events }: LogStream): number => events.at(-1)?.timestamp ?? 0;
        const all = [...groups.get(group).streams.values()]
          .filter(({ name }) => name.startsWith(prefix ?? ''))
          .sort((one, other) =>
            orderBy === 'LastEventTime' ? last(one) - last(other) : one.name < other.name ? -1 : 1,
          );
        const ordered = descending ? all.reverse() : all;
        const { items, next } = pageOf(ordered, limit ?? 50, nextToken, 'InvalidParameterException');
        return {
          logStreams: items.map(({ name, created, events }) => ({
            logStreamName: name,
            creationTime: created,
            arn: `${groups.arn(group)}:log-stream:${name}`,
            ...(events.length > 0 && {
              firstEventTimestamp: events[0]?.timestamp,
              lastEventTimestamp: events.at(-1)?.timestamp,
              lastIngestionTime: events.at(-1)?.ingested,
            }),
          })),
          nextToken: next,
        };
      },
    }),
  };
}

interface Named {
  readonly logGroupName: string;
  readonly logStreamName?: string;
}

/** The group of a request that may name it in two ways. */
export function groupOf(
  groups: LogGroups,
  given: { readonly logGroupName?: string; readonly logGroupIdentifier?: string },
): string {
  const { logGroupName: name, logGroupIdentifier: identifier } = given;
  if ((name === undefined) === (identifier === undefined)) {
    throw invalid('Exactly one of logGroupName and logGroupIdentifier must be specified.');
  }
  return groups.nameOf(name ?? identifier ?? '');
}

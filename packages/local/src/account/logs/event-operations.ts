import { type Operation, operation } from '../protocol/operation.js';
import { pageOf } from '../protocol/page.js';
import { flag, list, text, whole } from '../protocol/shape.js';
import { filterPattern } from './filter-pattern.js';
import { invalid, type LogGroups } from './log-groups.js';
import type { LogEvent } from './log-record.js';
import { GROUP_IDENTIFIER, GROUP_NAME, STREAM_NAME, TIME, TOKEN } from './members.js';
import { groupOf } from './stream-operations.js';

/** Events of a page, at most. Source: API reference. */
const MOST_EVENTS = 10_000;

/** Reads lines: of one stream, or of many with a filter. */
export function eventOperations(groups: LogGroups): Record<string, Operation> {
  return {
    GetLogEvents: operation({
      required: { logStreamName: STREAM_NAME },
      optional: {
        logGroupName: GROUP_NAME,
        logGroupIdentifier: GROUP_IDENTIFIER,
        startTime: TIME,
        endTime: TIME,
        nextToken: TOKEN,
        limit: whole(1, MOST_EVENTS),
        startFromHead: flag,
      },
      resource: (input) => `${groups.rightsArn(groupOf(groups, input))}${input.logStreamName}`,
      run({
        logStreamName: name,
        startTime,
        endTime,
        nextToken,
        limit = MOST_EVENTS,
        startFromHead = false,
        ...input
      }) {
        // Here the end is not part of the time that is asked for, with FilterLogEvents it is.
        const all = groups
          .stream(groupOf(groups, input), name)
          .events.filter(within(startTime, (endTime ?? Infinity) - 1));
        const [, direction, position] = /^([fb])\/(\d+)$/.exec(nextToken ?? '') ?? [];
        if (nextToken !== undefined && position === undefined) throw invalid('The specified nextToken is invalid.');
        // A token says between which two events the reader is; at the end it is given again.
        const isForward = direction === undefined ? startFromHead : direction === 'f';
        const at = position === undefined ? (startFromHead ? 0 : all.length) : Number(position);
        const from = isForward ? at : Math.max(0, at - limit);
        const to = isForward ? Math.min(all.length, at + limit) : at;
        return {
          events: all.slice(from, to).map(({ timestamp, message, ingested }) => ({
            timestamp,
            message,
            ingestionTime: ingested,
          })),
          nextForwardToken: `f/${to}`,
          nextBackwardToken: `b/${from}`,
        };
      },
    }),

    FilterLogEvents: operation({
      optional: {
        logGroupName: GROUP_NAME,
        logGroupIdentifier: GROUP_IDENTIFIER,
        logStreamNames: list(STREAM_NAME, 1, 100),
        logStreamNamePrefix: STREAM_NAME,
        startTime: TIME,
        endTime: TIME,
        filterPattern: text({ max: 1024 }),
        nextToken: TOKEN,
        limit: whole(1, MOST_EVENTS),
        interleaved: flag,
        startFromHead: flag,
      },
      resource: (input) => groups.rightsArn(groupOf(groups, input)),
      run({ logStreamNames: names, logStreamNamePrefix: prefix, nextToken, limit = MOST_EVENTS, ...input }) {
        if (names !== undefined && prefix !== undefined) {
          throw invalid('Only one of logStreamNames and logStreamNamePrefix can be specified.');
        }
        const group = groups.get(groupOf(groups, input));
        for (const name of names ?? []) groups.stream(group.name, name);
        const fits = filterPattern(input.filterPattern ?? '');
        const all = [...group.streams.values()]
          .filter(({ name }) => (names === undefined ? name.startsWith(prefix ?? '') : names.includes(name)))
          .flatMap(({ name, events }) =>
            events.filter(within(input.startTime, input.endTime)).map((event) => ({ ...event, stream: name })),
          )
          .sort((one, other) => one.timestamp - other.timestamp);
        // A page is so many events that were looked at, so it may be empty although more follow: as the service's pages may be.
        const { items, next } = pageOf(all, limit, nextToken, 'InvalidParameterException');
        return {
          events: items
            .filter(({ message }) => fits(message))
            .map(({ id, timestamp, message, ingested, stream }) => ({
              eventId: id,
              logStreamName: stream,
              timestamp,
              message,
              ingestionTime: ingested,
            })),
          searchedLogStreams: [],
          nextToken: next,
        };
      },
    }),
  };
}

/** Both ends belong to it. */
function within(start = 0, end = Infinity): (event: LogEvent) => boolean {
  return ({ timestamp }) => timestamp >= start && timestamp <= end;
}

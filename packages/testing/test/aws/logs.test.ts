import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from '@jest/globals';
import { account, client, refusal, START } from './support/account.js';

const ARN = 'arn:aws:logs:us-east-1:123456789012:log-group:/flowmap/d';
const T = START.getTime();

describe('a log group', () => {
  test('is created, listed by prefix, kept for so many days, tagged and deleted', async () => {
    const aws = await account();
    const logs = client(CloudWatchLogsClient, aws);
    const group = { logGroupName: '/flowmap/d' };
    await logs.send(new CreateLogGroupCommand({ ...group, tags: { a: '1' } }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/flowmap/e' }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/other' }));
    expect(await refusal(logs.send(new CreateLogGroupCommand(group)))).toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    });
    await logs.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 30 }));
    const odd = logs.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 31 }));
    expect((await refusal(odd)).name).toBe('InvalidParameterException');
    const asked = { logGroupNamePrefix: '/flowmap/', limit: 1 };
    const first = await logs.send(new DescribeLogGroupsCommand(asked));
    expect(first.logGroups).toMatchObject([
      { ...group, retentionInDays: 30, arn: `${ARN}:*`, logGroupArn: ARN, creationTime: T },
    ]);
    const second = await logs.send(new DescribeLogGroupsCommand({ ...asked, nextToken: first.nextToken }));
    expect(second).toMatchObject({ logGroups: [{ logGroupName: '/flowmap/e' }] });
    expect(second.nextToken).toBeUndefined();
    await logs.send(new DeleteRetentionPolicyCommand(group));
    await logs.send(new TagResourceCommand({ resourceArn: ARN, tags: { b: '2' } }));
    await logs.send(new UntagResourceCommand({ resourceArn: ARN, tagKeys: ['a'] }));
    expect((await logs.send(new ListTagsForResourceCommand({ resourceArn: ARN }))).tags).toEqual({ b: '2' });
    const starred = logs.send(new ListTagsForResourceCommand({ resourceArn: `${ARN}:*` }));
    expect((await refusal(starred)).name).toBe('InvalidParameterException');
    expect(await aws.contents()).toMatchObject({ 'log-group /flowmap/d': { tags: { b: '2' } } });
    await logs.send(new DeleteLogGroupCommand(group));
    expect(await refusal(logs.send(new DeleteLogGroupCommand(group)))).toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log group does not exist.',
    });
    expect(await aws.resources()).toEqual(['log-group /flowmap/e', 'log-group /other']);
  });
});

describe('lines', () => {
  async function withLines(lines: Readonly<Record<string, readonly (readonly [number, string])[]>>) {
    const aws = await account();
    const logs = client(CloudWatchLogsClient, aws);
    await logs.send(new CreateLogGroupCommand({ logGroupName: 'g' }));
    for (const [logStreamName, events] of Object.entries(lines)) {
      await logs.send(new CreateLogStreamCommand({ logGroupName: 'g', logStreamName }));
      await logs.send(
        new PutLogEventsCommand({
          logGroupName: 'g',
          logStreamName,
          logEvents: events.map(([at, message]) => ({ timestamp: T + at, message })),
        }),
      );
    }
    const filter = async (more: object) => {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: 'g', ...more }));
      return events.map(({ message }) => message);
    };
    return { logs, filter };
  }

  const lines = {
    'a/1': [
      [1, 'START request one'],
      [3, '{"level":"ERROR","address":"d/r/step/1","n":3,"done":true}'],
    ],
    'a/2': [[2, '{"level":"INFO","address":"d/r/step/12","n":4,"in":{"k":null}}']],
    'b/1': [[4, 'END "quoted" request']],
  } as const;

  test('of one stream are read forwards and backwards', async () => {
    const { logs } = await withLines({ s: [1, 2, 3, 4, 5].map((at) => [at, `line ${at}`] as const) });
    const read = async (more: object) => {
      const answer = await logs.send(
        new GetLogEventsCommand({ logGroupName: 'g', logStreamName: 's', limit: 2, ...more }),
      );
      return { ...answer, lines: answer.events?.map(({ message }) => message) };
    };
    const first = await read({ startFromHead: true });
    expect(first.lines).toEqual(['line 1', 'line 2']);
    const second = await read({ nextToken: first.nextForwardToken });
    expect(second.lines).toEqual(['line 3', 'line 4']);
    const third = await read({ nextToken: second.nextForwardToken });
    expect(third.lines).toEqual(['line 5']);
    const end = await read({ nextToken: third.nextForwardToken });
    expect(end.lines).toEqual([]);
    expect(end.nextForwardToken).toBe(third.nextForwardToken);
    const last = await read({});
    expect(last.lines).toEqual(['line 4', 'line 5']);
    expect((await read({ nextToken: last.nextBackwardToken })).lines).toEqual(['line 2', 'line 3']);
    expect((await read({ startFromHead: true, startTime: T + 2, endTime: T + 3 })).lines).toEqual(['line 2']);
    expect((await refusal(read({ nextToken: 'x' }))).name).toBe('InvalidParameterException');
  });

  test('of many streams come in the order of their times, by prefix and time', async () => {
    const { filter } = await withLines(lines);
    expect((await filter({})).map((message) => message?.slice(0, 9))).toEqual([
      'START req',
      '{"level":',
      '{"level":',
      'END "quot',
    ]);
    expect(await filter({ logStreamNamePrefix: 'b/' })).toEqual(['END "quoted" request']);
    expect(await filter({ logStreamNames: ['a/1'], endTime: T + 1 })).toEqual(['START request one']);
    expect(await filter({ startTime: T + 4 })).toEqual(['END "quoted" request']);
    const both = filter({ logStreamNames: ['a/1'], logStreamNamePrefix: 'a' });
    expect((await refusal(both)).name).toBe('InvalidParameterException');
  });

  const [start, failed, other, end] = ['START', '"ERROR"', '"INFO"', 'END'];
  test.each([
    ['request', [start, end]],
    ['"request one"', [start]],
    ['request -one', [end]],
    ['?START ?"\\"quoted\\""', [start, end]],
    ['{ $.address = "d/r/step/1" }', [failed]],
    ['{ $.address = "d/r/step/*" }', [failed, other]],
    ['{ $.n > 3 }', [other]],
    ['{ $.n = 3 || ($.level = "INFO" && $.n >= 4) }', [failed, other]],
    ['{ $.level != "INFO" }', [failed]],
    ['{ $.done IS TRUE }', [failed]],
    ['{ $.in.k IS NULL }', [other]],
    ['{ $.done NOT EXISTS }', [other]],
  ])('are filtered by %s', async (filterPattern, expected) => {
    const { filter } = await withLines(lines);
    const found = await filter({ filterPattern });
    expect(found).toHaveLength(expected.length);
    for (const text of expected) expect(found).toContainEqual(expect.stringContaining(text));
  });

  test.each(['d/r/step/1', '{ $.a = 1', '{ a = 1 }', '{ $.a ~ 1 }', '"open', '[a, b]'])(
    'are not filtered by %s',
    async (filterPattern) => {
      const { filter } = await withLines({});
      expect((await refusal(filter({ filterPattern }))).name).toBe('InvalidParameterException');
    },
  );

  test('are looked at so many at a time: a page may be empty and not the last', async () => {
    const { logs } = await withLines({ s: [1, 2, 3].map((at) => [at, `line ${at}`] as const) });
    const asked = { logGroupName: 'g', filterPattern: '"line 3"', limit: 2 };
    const first = await logs.send(new FilterLogEventsCommand(asked));
    expect(first.events).toEqual([]);
    const second = await logs.send(new FilterLogEventsCommand({ ...asked, nextToken: first.nextToken }));
    expect(second.events).toMatchObject([{ message: 'line 3', logStreamName: 's', timestamp: T + 3 }]);
    expect(second.nextToken).toBeUndefined();
  });

  test('that are too old are left out, and unordered ones refused', async () => {
    const { logs } = await withLines({});
    await logs.send(new CreateLogStreamCommand({ logGroupName: 'g', logStreamName: 's' }));
    const put = (...times: readonly number[]) =>
      logs.send(
        new PutLogEventsCommand({
          logGroupName: 'g',
          logStreamName: 's',
          logEvents: times.map((timestamp) => ({ timestamp, message: 'm' })),
        }),
      );
    expect((await refusal(put(T + 2, T + 1))).message).toContain('chronological order');
    const fortnight = T - 14 * 86_400_000;
    expect((await put(fortnight - 2, fortnight - 1, fortnight + 1)).rejectedLogEventsInfo).toEqual({
      tooOldLogEventEndIndex: 2,
    });
  });

  test('are in streams that are listed by name or by their last line', async () => {
    const { logs } = await withLines(lines);
    const listed = async (more: object) =>
      (await logs.send(new DescribeLogStreamsCommand({ logGroupName: 'g', ...more }))).logStreams;
    expect(await listed({ logStreamNamePrefix: 'a/' })).toMatchObject([
      { logStreamName: 'a/1', firstEventTimestamp: T + 1, lastEventTimestamp: T + 3 },
      { logStreamName: 'a/2' },
    ]);
    const latest = await listed({ orderBy: 'LastEventTime', descending: true });
    expect(latest?.map(({ logStreamName: name }) => name)).toEqual(['b/1', 'a/1', 'a/2']);
  });
});

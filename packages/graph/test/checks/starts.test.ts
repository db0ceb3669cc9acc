import { describe, expect, it } from '@jest/globals';
import type { FlowEndTrigger, FlowGraph, Notification, ObjectTrigger, Schedule, Trigger } from '@flowmap/graph';
import { found, graph, step } from './graphs.js';

const params: FlowGraph['params'] = {
  day: { type: 'string' },
  rows: { type: 'integer', default: 3 },
  share: { type: 'number', default: 0.5 },
  any: { type: 'json', default: null },
};

const flowWith = (fields: Partial<FlowGraph>): readonly string[] => found(graph([step('a')], { params, ...fields }));
const GIVEN = { day: 'monday' };
const scheduled = (schedule: Partial<Schedule>, name = 'nightly'): readonly string[] =>
  flowWith({ schedules: { [name]: { expression: 'rate(1 hour)', params: GIVEN, ...schedule } } });
const uploads = (more: Partial<ObjectTrigger> = {}): Trigger => ({
  on: 's3-object',
  bucket: 'raw',
  params: GIVEN,
  ...more,
});
const upstream = (more: Partial<FlowEndTrigger> = {}): Trigger => ({
  on: 'flow-end',
  flow: 'load',
  status: ['SUCCEEDED'],
  params: GIVEN,
  ...more,
});
const triggered = (trigger: Trigger, name = 'uploads'): readonly string[] =>
  flowWith({ triggers: { [name]: trigger } });

describe('a schedule', () => {
  it.each([
    'cron(0 3 * * ? *)',
    'cron(*/15 8-18 ? JAN-MAR,DEC MON-FRI 2026-2030)',
    'cron(0 0 L * ? *)',
    'cron(5,35 0/6 LW 1 ? *)',
    'cron(0 6 15W * ? *)',
    'cron(0 6 ? * fri#2 *)',
    'cron(0 6 ? * 6L *)',
    'rate(1 hour)',
    'rate(15 minutes)',
    'rate(2 days)',
    'at(2028-02-29T00:00:00)',
  ])('may be %s', (expression) => {
    expect(scheduled({ expression })).toEqual([]);
  });

  it.each([
    ['0 3 * * ? *', 'neither cron(...) nor rate(...) nor at(...)'],
    ['cron(0 3 * * *)', 'a cron with 5 fields, and it has 6: minutes hours day month weekday year'],
    ['cron(0 3 * * * *)', 'a cron in which not exactly one of day and weekday is ?'],
    ['cron(0 3 ? * ? *)', 'a cron in which not exactly one of day and weekday is ?'],
    ['cron(60 3 * * ? *)', 'a cron with the minutes "60"'],
    ['cron(0 24 * * ? *)', 'a cron with the hours "24"'],
    ['cron(0 3 0 * ? *)', 'a cron with the day "0"'],
    ['cron(0 3 * 13 ? *)', 'a cron with the month "13"'],
    ['cron(0 3 ? * 0 *)', 'a cron with the weekday "0"'],
    ['cron(0 3 ? * FRI#6 *)', 'a cron with the weekday "FRI#6"'],
    ['cron(0 3 * * ? 1969)', 'a cron with the year "1969"'],
    ['cron(0/0 3 * * ? *)', 'a cron with the minutes "0/0"'],
    ['cron(1/2/3 3 * * ? *)', 'a cron with the minutes "1/2/3"'],
    ['cron(30-10 3 * * ? *)', 'a cron with the minutes "30-10"'],
    ['cron(1-2-3 3 * * ? *)', 'a cron with the minutes "1-2-3"'],
    ['cron(, 3 * * ? *)', 'a cron with the minutes ","'],
    ['rate(0 hours)', 'no rate like 15 minutes, 1 hour or 2 days'],
    ['rate(1 week)', 'no rate like 15 minutes, 1 hour or 2 days'],
    ['rate(1 hours)', 'a rate of 1 hours, which is written 1 hour'],
    ['rate(2 hour)', 'a rate of 2 hour, which is written 2 hours'],
    ['at(2026-12-01)', 'at no time like 2026-12-01T06:00:00'],
    ['at(2026-02-29T00:00:00)', 'at no time like 2026-12-01T06:00:00'],
    ['at(2026-13-01T00:00:00)', 'at no time like 2026-12-01T06:00:00'],
  ])('cannot be %s', (expression, why) => {
    expect(scheduled({ expression })).toEqual([`FLOW1024 -: The schedule nightly is ${why}`]);
  });

  it('goes by a time zone that there is', () => {
    expect(scheduled({ timeZone: 'Europe/Berlin' })).toEqual([]);
    expect(scheduled({ timeZone: 'UTC' })).toEqual([]);
    for (const timeZone of ['Berlin', '+01:00', '']) {
      expect(scheduled({ timeZone })).toEqual([
        `FLOW1024 -: The schedule nightly has the time zone ${JSON.stringify(timeZone)}`,
      ]);
    }
  });

  it('gives all parameters that a run needs, as they are', () => {
    expect(scheduled({ params: { day: 'monday', rows: 5, any: [1] } })).toEqual([]);
    expect(scheduled({ params: {} })).toEqual([
      expect.stringMatching(/^FLOW1024 -: The schedule nightly gives .*day/u),
    ]);
    expect(scheduled({ params: { day: 'monday', rows: 'x' } })).toEqual([expect.stringContaining('rows')]);
    expect(scheduled({ params: { day: 'monday', no: 1 } })).toEqual([expect.stringContaining('no')]);
  });

  it('has a name that a resource can have', () => {
    expect(scheduled({}, 'a-B_9')).toEqual([]);
    for (const name of ['', '9a', 'a.b', 'a b', 'a'.repeat(33)]) {
      expect(scheduled({}, name)).toEqual([`FLOW1024 -: A schedule cannot be named ${JSON.stringify(name)}`]);
    }
  });
});

describe('the parameters of a schedule', () => {
  it('are as many as a run takes, in bytes', () => {
    const day = 'é'.repeat((262_144 - JSON.stringify({ day: '' }).length) / 2);
    expect(scheduled({ params: { day } })).toEqual([]);
    expect(scheduled({ params: { day: `${day}x` } })).toEqual([
      'FLOW1024 -: The schedule nightly gives parameters of 262145 bytes as JSON, and AWS takes 262144 there',
    ]);
    // The starter is given them as a text, in which quotes are escaped.
    expect(scheduled({ params: { day }, overlap: 'skip' })).toHaveLength(1);
  });
});

describe('a trigger', () => {
  it('may take parameters from its event, each as its type is', () => {
    expect(triggered(uploads({ prefix: 'in/', suffix: '.csv' }))).toEqual([]);
    expect(triggered(uploads({ params: {}, from: { day: 'key', rows: 'size', share: 'size', any: 'etag' } }))).toEqual(
      [],
    );
    expect(triggered(upstream({ params: {}, from: { day: 'run', any: 'status' } }))).toEqual([]);
    expect(triggered(uploads({ from: { rows: 'key' } }))).toEqual([
      'FLOW1024 -: The trigger uploads gives key to the parameter rows, which is of type integer',
    ]);
    expect(triggered(uploads({ params: {}, from: { day: 'size' } }))).toEqual([
      'FLOW1024 -: The trigger uploads gives size to the parameter day, which is of type string',
    ]);
  });

  it('gives all parameters that a run needs, each once', () => {
    expect(triggered(uploads({ params: {} }))).toEqual([expect.stringContaining('day')]);
    expect(triggered(uploads({ from: { other: 'key' } }))).toEqual([expect.stringContaining('other')]);
    expect(triggered(uploads({ from: { day: 'key' } }))).toEqual([expect.stringContaining('day')]);
  });

  it('hands over what a rule can, and names itself where that is more', () => {
    const whole = (day: string): string => JSON.stringify({ day });
    const day = 'é'.repeat(8_192 - whole('').length);
    expect(triggered(uploads({ params: { day } }))).toEqual([]);
    expect(triggered(uploads({ params: { day: `${day}x` } }))).toEqual([
      'FLOW1024 -: The trigger uploads gives parameters of 8193 characters as JSON, and AWS takes 8192 there',
    ]);
    // A template says `<` in six characters.
    const marks = '<'.repeat(1_400);
    expect(triggered(uploads({ params: { day: marks } }))).toEqual([]);
    expect(triggered(uploads({ params: { day: marks }, from: { any: 'key' } }))).toEqual([
      expect.stringMatching(/The trigger uploads gives parameters of 84\d\d characters/),
    ]);
  });

  it('is of a bucket by its name', () => {
    for (const bucket of ['', 's3://raw', 'Raw', 'a']) {
      expect(triggered(uploads({ bucket }))).toEqual([
        `FLOW1024 -: The trigger uploads is of the bucket ${JSON.stringify(bucket)}, which is no bucket's name`,
      ]);
    }
  });

  it('is of another flow by its name, and of some status', () => {
    expect(triggered(upstream({ status: ['FAILED', 'ABORTED'] }), 'up')).toEqual([]);
    expect(triggered(upstream({ flow: 'a b' }), 'up')).toEqual([
      'FLOW1024 -: The trigger up is of the flow "a b", which none can be named',
    ]);
    expect(triggered(upstream({ status: [] }), 'up')).toEqual(['FLOW1024 -: The trigger up is of no status']);
  });

  it('has a name that a resource can have', () => {
    expect(triggered(uploads(), 'a.b')).toEqual(['FLOW1024 -: A trigger cannot be named "a.b"']);
  });
});

describe('a notification', () => {
  const told = (notification: Partial<Notification>): readonly string[] =>
    flowWith({ notify: [{ target: '', status: ['FAILED'], ...notification }] });
  const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:alarms';

  it('goes to an SNS topic or an event bus', () => {
    expect(told({ target: TOPIC })).toEqual([]);
    expect(told({ target: 'arn:aws-cn:events:cn-north-1:123456789012:event-bus/alarms' })).toEqual([]);
    for (const target of ['alarms', 'arn:aws:sqs:eu-central-1:123456789012:q', TOPIC.replace('sns', 'events')]) {
      expect(told({ target })).toEqual([`FLOW1024 -: Failures are told to ${JSON.stringify(target)}`]);
    }
  });

  it('is of some status', () => {
    expect(told({ target: TOPIC, status: [] })).toEqual([`FLOW1024 -: What is told to ${TOPIC} is of no status`]);
  });
});

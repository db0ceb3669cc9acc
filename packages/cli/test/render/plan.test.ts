import { expect, it } from '@jest/globals';
import type { Change } from '@flowmap/deploy';
import { renderPlan } from '../../src/render/plan.js';

const HEAD = { deployment: 'flights', account: '123456789012', region: 'us-east-1' };
const plain = (_: string, text: string): string => text;

const change = (action: Change['action'], Type: string, Name: string, more: Partial<Change> = {}): Change => ({
  action,
  resource: { Type, Name, Properties: {} },
  differences: [],
  ...more,
});

it('shows what a deployment makes, changes, removes and keeps', () => {
  const changes = [
    change('keep', 'AWS::Logs::LogGroup', '/flowmap/flights'),
    change('update', 'AWS::Scheduler::Schedule', 'flowmap-flights.nightly', {
      differences: [{ at: 'ScheduleExpression', from: 'rate(1 hour)', to: 'rate(2 hours)' }],
    }),
    change('create', 'AWS::Events::Rule', 'flowmap-flights.uploads'),
    change('delete', 'AWS::Scheduler::Schedule', 'flowmap-flights.weekly'),
  ];
  const last = { deployment: 'flights', version: 3, code: 'c', by: 'ada', at: '2026-03-01T00:00:00Z' };
  expect(renderPlan(HEAD, { changes, last, warnings: [], unchanged: false }, plain).split('\n')).toEqual([
    'flights in 123456789012, us-east-1: version 3 is there',
    '  ~ flowmap-flights.nightly Scheduler::Schedule',
    '      ~ ScheduleExpression rate(1 hour) -> rate(2 hours)',
    '  + flowmap-flights.uploads Events::Rule',
    '  - flowmap-flights.weekly Scheduler::Schedule',
    '  1 resource stays as it is',
    '',
  ]);
});

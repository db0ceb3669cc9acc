import { expect, it } from '@jest/globals';
import type { Change, DeploymentPlan } from '@flowmap/deploy';
import { renderPlan } from '../../src/render/plan.js';

const HEAD = { deployment: 'flights', account: '123456789012', region: 'us-east-1' };
const plain = (_: string, text: string): string => text;

const change = (action: Change['action'], Type: string, Name: string, more: Partial<Change> = {}): Change => ({
  action,
  resource: { Type, Name, Properties: {} },
  differences: [],
  ...more,
});

const last = {
  deployment: 'flights',
  version: 3,
  code: 'c',
  by: 'ada',
  at: '2026-03-01T00:00:00Z',
  end: { machineVersion: 'arn', at: '2026-03-01T00:01:00Z' },
};
const plan = { changes: [], uploads: [], warnings: [], unchanged: false };

const lines = (more: Partial<DeploymentPlan>): readonly string[] =>
  renderPlan(HEAD, { ...plan, ...more }, plain).split('\n');

it('shows what a deployment makes, changes, removes and keeps', () => {
  const changes = [
    change('keep', 'AWS::Logs::LogGroup', '/flowmap/flights'),
    change('update', 'AWS::Scheduler::Schedule', 'flowmap-flights.nightly', {
      differences: [{ at: 'ScheduleExpression', from: 'rate(1 hour)', to: 'rate(2 hours)' }],
    }),
    change('create', 'AWS::Events::Rule', 'flowmap-flights.uploads'),
    change('delete', 'AWS::Scheduler::Schedule', 'flowmap-flights.weekly'),
  ];
  expect(lines({ changes, last })).toEqual([
    'flights in 123456789012, us-east-1: version 3 is there',
    '  ~ flowmap-flights.nightly Scheduler::Schedule',
    '      ~ ScheduleExpression rate(1 hour) -> rate(2 hours)',
    '  + flowmap-flights.uploads Events::Rule',
    '  - flowmap-flights.weekly Scheduler::Schedule',
    '  1 resource stays as it is',
    '',
  ]);
});

it('tells of new code what is uploaded, and once what runs it', () => {
  const [old, now] = ['9ddc126c5997d898', 'b32e80196ee8bed4'];
  const changes = [
    change('update', 'AWS::Lambda::Function', 'flights-1024mb', {
      differences: [
        { at: 'Code', to: { S3Bucket: 'b', S3Key: `.flowmap/code/${now}.zip` } },
        { at: 'CodeAlias', to: `c-${now}` },
        { at: 'MemorySize', from: 512, to: 1024 },
      ],
    }),
    change('update', 'AWS::StepFunctions::StateMachine', 'flights', {
      differences: [{ at: 'DefinitionString.States.start.Arguments', from: `f:c-${old}`, to: `f:c-${now}` }],
    }),
  ];
  const parts = [1_500_000, 400_000].map((bytes, i) => ({ key: `.flowmap/code/${now}.${i}`, bytes, isThere: false }));
  expect(lines({ changes, last, uploads: parts })).toEqual([
    'flights in 123456789012, us-east-1: version 3 is there',
    `  + ${now} code of 1.4 MiB, to upload`,
    '  ~ flights-1024mb Lambda::Function',
    '      gets a version with the new code',
    '      ~ MemorySize 512 -> 1024',
    '  ~ flights StepFunctions::StateMachine',
    `      runs the code ${now}, instead of ${old}`,
    '',
  ]);
  expect(lines({ uploads: parts.map((part) => ({ ...part, isThere: true })) })[1]).toBe(
    `  + ${now} code of 1.4 MiB, in the bucket already`,
  );
});

it('tells of a deployment that was begun and not finished', () => {
  const { end: _, ...begun } = last;
  expect(lines({ last: begun })[0]).toBe('flights in 123456789012, us-east-1: version 3 was begun and not finished');
});

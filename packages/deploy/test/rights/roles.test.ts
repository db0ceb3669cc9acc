import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PolicyStatement } from '@flowmap/asl';
import { lambda } from '@flowmap/compute-lambda';
import type { FlowGraph } from '@flowmap/graph';
import {
  deployerPolicy,
  flowRoles,
  LONGEST_ROLE_POLICY,
  machineRole,
  missingRights,
  operatorPolicy,
  scheduleRole,
  type ScheduleRights,
  taskRole,
} from '../../src/index.js';
import { startName } from '../../src/model/names.js';
import { documentText } from '../../src/rights/document.js';
import { KEY, TARGET } from './place.js';

const LAMBDA = 'arn:aws:lambda:eu-central-1:123456789012:function:flights-1024mb';
const INVOKE: PolicyStatement = { Action: ['lambda:InvokeFunction'], Resource: [`${LAMBDA}:c-${TARGET.code}`] };
const IN_LAMBDA = { principals: ['lambda.amazonaws.com'], policies: [] };
const IN_BATCH = { principals: ['ecs-tasks.amazonaws.com'], policies: [] };
const can = (action: string, resource: string): PolicyStatement => ({ Action: [action], Resource: [resource] });

describe('the role of a state machine', () => {
  test('is taken on by Step Functions for this machine alone', () => {
    expect(machineRole(TARGET, { policies: [] }).AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: ['states.amazonaws.com'] },
        Action: ['sts:AssumeRole'],
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnLike: {
            'aws:SourceArn': ['', ':*', '/*'].map(
              (rest) => `arn:aws:states:eu-central-1:123456789012:stateMachine:flights${rest}`,
            ),
          },
        },
      },
    ]);
  });

  test('keeps running executions of older code going, and nothing else', () => {
    const { PolicyDocument: policy } = machineRole(TARGET, { policies: [INVOKE] });
    expect(missingRights([can('lambda:InvokeFunction', `${LAMBDA}:c-fedcba9876543210`)], [policy])).toEqual([]);
    expect(missingRights([can('lambda:InvokeFunction', `${LAMBDA}:latest`)], [policy])).toHaveLength(1);
    const next = machineRole(
      { ...TARGET, code: 'fedcba9876543210' },
      {
        policies: [can('lambda:InvokeFunction', `${LAMBDA}:c-fedcba9876543210`)],
      },
    );
    expect(next.PolicyDocument).toEqual(policy);
  });

  test('may log and trace only where that is asked for', () => {
    const actions = (more: object) =>
      machineRole(TARGET, { policies: [INVOKE], ...more }).PolicyDocument.Statement.flatMap(({ Action }) => Action);
    expect(actions({})).toEqual(['lambda:InvokeFunction']);
    expect(actions({ logged: true })).toContain('logs:CreateLogDelivery');
    expect(actions({ traced: true })).toContain('xray:PutTraceSegments');
  });

  test('says in Sids what its statements are about, each another', () => {
    const { Statement } = machineRole(TARGET, { policies: [INVOKE], logged: true, traced: true }).PolicyDocument;
    const sids = Statement.map(({ Sid }) => Sid);
    expect(sids).toEqual(['InvokeFunctions', 'UseLogsAndTraces', 'UseLogs']);
  });

  test('goes without Sids before it is refused for its length, by name', () => {
    const many = (count: number): readonly PolicyStatement[] =>
      Array.from({ length: count }, (_, at) => ({
        Action: [`dynamodb:${at % 2 === 0 ? 'Get' : 'Put'}Item`],
        Resource: [`arn:aws:dynamodb:eu-central-1:123456789012:table/t${at}`],
        Condition: { StringEquals: { 'aws:ResourceTag/number': String(at) } },
      }));
    const sized = (count: number) => machineRole(TARGET, { policies: many(count) }).PolicyDocument;
    expect(sized(40).Statement[0]?.Sid).toBe('GetTable');
    const bare = Array.from({ length: 20 }, (_, at) => 40 + at).find((count) => !sized(count).Statement[0]?.Sid);
    expect(documentText(sized(bare ?? 0)).length).toBeLessThanOrEqual(LONGEST_ROLE_POLICY);
    expect(bare).toBeGreaterThan(40);
    expect(() => sized(80)).toThrow(/flowmap-flights-eu-central-1-machine has \d+ characters/u);
  });
});

describe('the role of tasks', () => {
  test('reaches the own artifacts, facts and logs, and those of no other flow', () => {
    const { PolicyDocument: policy } = taskRole(TARGET, { computes: [IN_LAMBDA] });
    const missing = (action: string, resource: string) =>
      missingRights([can(action, resource)], [policy]).map(({ why }) => why);
    const objects = 'arn:aws:s3:::artifacts';
    expect(missing('s3:GetObject', `${objects}/flights/run/start`)).toEqual([]);
    expect(missing('s3:PutObject', `${objects}/flights/run/start`)).toEqual([]);
    expect(missing('s3:GetObject', `${objects}/flights-two/run/start`)).toEqual(['absent']);
    expect(missing('s3:PutObject', `${objects}/.flowmap/code/x.zip`)).toEqual(['absent']);
    expect(missing('s3:DeleteObject', `${objects}/flights/run/start`)).toEqual(['absent']);
    expect(missing('s3:DeleteObject', `${objects}/flights/run/_parts/each/0-9/0-3`)).toEqual([]);
    expect(
      missing('logs:PutLogEvents', 'arn:aws:logs:eu-central-1:123456789012:log-group:/flowmap/flights:log-stream:a'),
    ).toEqual([]);
    // Under the condition of the own partition keys.
    expect(missing('dynamodb:PutItem', 'arn:aws:dynamodb:eu-central-1:123456789012:table/flowmap')).toEqual([
      'unjudged',
    ]);
    expect(JSON.stringify(policy)).not.toContain('"*"');
  });

  test('fetches code only in containers', () => {
    const fetches = (computes: readonly (typeof IN_LAMBDA)[]) =>
      missingRights(
        [can('s3:GetObject', 'arn:aws:s3:::artifacts/.flowmap/code/0.mjs.gz')],
        [taskRole(TARGET, { computes }).PolicyDocument],
      ).length === 0;
    expect(fetches([IN_LAMBDA])).toBe(false);
    expect(fetches([IN_LAMBDA, IN_BATCH])).toBe(true);
  });

  test('uses the key of the bucket where it has one', () => {
    const role = taskRole({ ...TARGET, key: KEY }, { computes: [IN_LAMBDA] });
    expect(missingRights([can('kms:GenerateDataKey', KEY), can('kms:Decrypt', KEY)], [role.PolicyDocument])).toEqual(
      [],
    );
    expect(JSON.stringify(taskRole(TARGET, { computes: [IN_LAMBDA] }))).not.toContain('kms:');
  });

  test('is taken on by what its computes say, for this account where the service says for which', () => {
    const { Statement } = taskRole(TARGET, { computes: [IN_LAMBDA, IN_BATCH, IN_BATCH] }).AssumeRolePolicyDocument;
    expect(Statement.map(({ Principal, Condition }) => [Principal, Condition])).toEqual([
      [{ Service: ['ecs-tasks.amazonaws.com'] }, { StringEquals: { 'aws:SourceAccount': '123456789012' } }],
      [{ Service: ['lambda.amazonaws.com'] }, undefined],
    ]);
  });
});

test('the role of schedules starts the alias alone', () => {
  const role = scheduleRole(TARGET);
  expect(role.PolicyDocument.Statement).toEqual([
    {
      Sid: 'StartExecutions',
      Effect: 'Allow',
      Action: ['states:StartExecution'],
      Resource: ['arn:aws:states:eu-central-1:123456789012:stateMachine:flights:live'],
    },
  ]);
});

test('the role of schedules does nothing but what these do', () => {
  const bus = 'arn:aws:events:eu-central-1:123456789012:event-bus/alarms';
  const actions = (rights: ScheduleRights) =>
    scheduleRole(TARGET, rights).PolicyDocument.Statement.map(({ Action, Resource }) => [Action, Resource]);
  const machine = 'arn:aws:states:eu-central-1:123456789012:stateMachine';
  expect(actions({ starts: false, skips: true })).toEqual([
    [['states:StartExecution'], [`${machine}:flights-starter:live`]],
  ]);
  expect(actions({ starts: false, buses: [bus] })).toEqual([[['events:PutEvents'], [bus]]]);
});

test('a flow has a role for schedules and one for its starter where it needs them', () => {
  const rolesOf = (starts: Partial<FlowGraph>) => {
    const graph: FlowGraph = { schemaVersion: 1, name: 'flights', params: {}, body: { nodes: [] }, ...starts };
    const { roles } = flowRoles({ graph, compiled: { policies: [] }, computes: { default: lambda() }, target: TARGET });
    return Object.keys(roles).sort();
  };
  const expression = 'rate(1 hour)';
  const topic = { target: 'arn:aws:sns:eu-central-1:123456789012:alarms', status: ['FAILED'] as const };
  expect(rolesOf({})).toEqual(['machine']);
  expect(rolesOf({ schedules: {}, notify: [topic] })).toEqual(['machine']);
  expect(rolesOf({ schedules: { hourly: { expression } } })).toEqual(['machine', 'schedule']);
  expect(rolesOf({ schedules: { hourly: { expression, overlap: 'skip' } } })).toEqual([
    ...['machine', 'schedule', 'starter'],
  ]);
});

test('whoever deploys reaches the schedules of the flow, however long its name is, and not those of others', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z][a-z_-]{0,79}$/),
      fc.stringMatching(/^[a-z][a-z_-]{0,31}$/),
      (deployment, name) => {
        const policy = deployerPolicy({ ...TARGET, deployment, machine: deployment });
        const scheduler = 'arn:aws:scheduler:eu-central-1:123456789012:schedule/default';
        const missing = (of: string) =>
          missingRights([can('scheduler:DeleteSchedule', `${scheduler}/${startName(of, name)}`)], [policy]).length;
        expect(startName(deployment, name).length).toBeLessThanOrEqual(64);
        expect(missing(deployment)).toBe(0);
        if (deployment.length < 40) expect(missing(`${deployment}-x`)).toBe(1);
      },
    ),
  );
});

test('whoever deploys reaches the resources of the flow, and gives its roles to known services alone', () => {
  const policy = deployerPolicy(TARGET);
  const missing = (action: string, resource: string) => missingRights([can(action, resource)], [policy]).length;
  expect(missing('lambda:UpdateFunctionCode', LAMBDA)).toBe(0);
  expect(missing('lambda:UpdateFunctionCode', LAMBDA.replace('flights', 'other'))).toBe(1);
  expect(missing('iam:PutRolePolicy', 'arn:aws:iam::123456789012:role/flowmap-flights-eu-central-1-task')).toBe(0);
  expect(missing('iam:PutRolePolicy', 'arn:aws:iam::123456789012:role/Admin')).toBe(1);
  expect(missing('iam:PassRole', 'arn:aws:iam::123456789012:role/flowmap-flights-eu-central-1-task')).toBe(1);
  const everywhere = policy.Statement.filter(({ Resource }) => Resource?.includes('*')).flatMap(({ Action }) => Action);
  expect(everywhere.every((action) => /:(?:Describe|List|Validate)/u.test(action))).toBe(true);
});

test('whoever runs a flow changes nothing of it, and reads nothing of others', () => {
  const policy = operatorPolicy(TARGET);
  const missing = (action: string, resource: string) => missingRights([can(action, resource)], [policy]).length;
  const states = 'arn:aws:states:eu-central-1:123456789012';
  expect(missing('states:StartExecution', `${states}:stateMachine:flights:live`)).toBe(0);
  expect(missing('states:StartExecution', `${states}:stateMachine:flights2:live`)).toBe(1);
  expect(missing('states:DescribeMapRun', `${states}:mapRun:flights/perChunk:0a1b`)).toBe(0);
  expect(missing('states:StopExecution', `${states}:execution:flights:01J`)).toBe(0);
  expect(missing('states:StopExecution', `${states}:execution:other:01J`)).toBe(1);
  expect(missing('s3:GetObject', 'arn:aws:s3:::artifacts/flights/01J/report')).toBe(0);
  expect(missing('s3:GetObject', 'arn:aws:s3:::artifacts/other/01J/report')).toBe(1);
  const verbs = policy.Statement.flatMap(({ Action }) => Action.map((action) => action.split(':')[1] ?? ''));
  expect(verbs.filter((verb) => /^(?:Create|Delete|Put|Pass)/u.test(verb))).toEqual([]);
});

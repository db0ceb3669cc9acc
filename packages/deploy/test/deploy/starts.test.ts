import { describe, expect, test } from '@jest/globals';
import { PutRuleCommand, TagResourceCommand } from '@aws-sdk/client-eventbridge';
import {
  applyDeployment,
  planDeployment,
  remove,
  rollback,
  type Deployed,
  type DeploymentPlan,
  type DeployPorts,
  type DeployRequest,
} from '@flowmap/deploy';
import { arrivals, BUS, HOURLY, NIGHTLY, TOPIC, type Starts } from './support/arrivals.js';
import { cloud, type Cloud } from './support/cloud.js';
import { requestFor } from './support/flows.js';

async function deploy(request: DeployRequest, ports: DeployPorts): Promise<Deployed> {
  return applyDeployment(await planDeployment(request, ports), request, ports);
}

const ALL: Starts = { schedules: { nightly: NIGHTLY, hourly: HOURLY }, events: true };
const STATES = 'arn:aws:states:us-east-1:123456789012:stateMachine';
const ROLE = 'arn:aws:iam::123456789012:role/flowmap-arrivals-us-east-1-schedule';

const wanted = (at: Cloud, starts: Starts, code?: string): DeployRequest =>
  requestFor(at, { flow: arrivals(starts), ...(code !== undefined && { code }) });
const put = async (at: Cloud, starts: Starts, code?: string): Promise<Deployed> =>
  deploy(wanted(at, starts, code), await at.ports());
const changed = ({ changes }: DeploymentPlan): readonly string[] =>
  changes.filter(({ action }) => action !== 'keep').map(({ action, resource: { Name } }) => `${action} ${Name}`);
/** What starts the flow and tells of its ends, and what these need. */
const startsOf = async (at: Cloud): Promise<readonly string[]> =>
  (await at.account.resources()).filter((name) =>
    /^(schedule|rule|role .*-(schedule|starter)$|state-machine .*-starter)/u.test(name),
  );

describe('what starts a flow', () => {
  test('is made when its state machine is live', async () => {
    const at = await cloud();
    await put(at, ALL);
    const names = at.steps.map(({ did, name }) => `${did} ${name}`);
    expect(names.slice(names.indexOf('created arrivals'))).toEqual([
      'created arrivals',
      'created flowmap-arrivals-us-east-1-schedule',
      'created flowmap-arrivals-us-east-1-starter',
      'created arrivals-starter',
      'created flowmap-arrivals.nightly',
      'created flowmap-arrivals.hourly',
      'created flowmap-arrivals.uploads',
      'created flowmap-arrivals.upstream',
      'created flowmap-arrivals.notify.1',
      'created flowmap-arrivals.notify.2',
    ]);
    const there = await at.account.contents();
    expect(there['schedule default/flowmap-arrivals.nightly']).toMatchObject({
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: `${STATES}:arrivals:live`, RoleArn: ROLE, Input: '{}' },
    });
    expect(there['schedule default/flowmap-arrivals.hourly']).toMatchObject({
      ScheduleExpressionTimezone: 'UTC',
      Target: { Arn: `${STATES}:arrivals-starter:live`, RoleArn: ROLE, Input: '{"input":"{\\"rows\\":5}"}' },
    });
    expect(there['rule-target flowmap-arrivals.uploads/flow']).toMatchObject({
      Arn: `${STATES}:arrivals:live`,
      RoleArn: ROLE,
      InputTransformer: { InputPathsMap: { key: '$.detail.object.key' }, InputTemplate: '{"rows":7,"file":<key>}' },
    });
    expect(there['rule flowmap-arrivals.uploads']).toMatchObject({ tags: { 'flowmap:deployment': 'arrivals' } });
    expect(patternOf(there, 'uploads')).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: ['raw'] }, object: { key: [{ wildcard: 'in/*.csv' }] } },
    });
    expect(patternOf(there, 'upstream')).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [`${STATES}:flights`], status: ['SUCCEEDED'] },
    });
    expect(patternOf(there, 'notify.1')).toMatchObject({
      detail: { stateMachineArn: [`${STATES}:arrivals`], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    });
    expect(there['rule-target flowmap-arrivals.notify.1/told']).toEqual({ Id: 'told', Arn: TOPIC });
    expect(there['rule-target flowmap-arrivals.notify.2/told']).toEqual({ Id: 'told', Arn: BUS, RoleArn: ROLE });
  });

  test('needs no role where events go to a topic alone', async () => {
    const at = await cloud();
    const { graph } = arrivals({});
    const flow = { ...arrivals({}), graph: { ...graph, notify: [{ target: TOPIC, status: ['FAILED' as const] }] } };
    await deploy(requestFor(at, { flow }), await at.ports());
    expect(await startsOf(at)).toEqual([
      'rule flowmap-arrivals.notify.1',
      'rule-target flowmap-arrivals.notify.1/told',
    ]);
  });

  test('done again, changes nothing, at one call for a schedule and two for a rule', async () => {
    const at = await cloud();
    const starts: Starts = { schedules: { nightly: NIGHTLY, weekly: { every: '7 days' } }, events: true };
    await put(at, starts);
    const before = await at.everything();
    at.called.length = 0;
    expect(await put(at, starts)).toMatchObject({ version: 1, unchanged: true });
    expect(at.called.length).toBeLessThanOrEqual(12 + 1 + 2 + 2 * 4);
    expect(await at.everything()).toEqual(before);
  });

  test('follows what the flow says of it', async () => {
    const at = await cloud();
    await put(at, ALL);
    const later: Starts = {
      ...ALL,
      schedules: { nightly: { cron: '0 4 * * ? *', timeZone: 'Europe/Berlin' }, hourly: HOURLY },
    };
    const plan = await planDeployment(wanted(at, later), await at.ports());
    expect(changed(plan)).toEqual(['update flowmap-arrivals.nightly']);
    expect(plan.changes.flatMap(({ differences }) => differences)).toEqual([
      { at: 'ScheduleExpression', from: 'cron(0 3 * * ? *)', to: 'cron(0 4 * * ? *)' },
    ]);
    await put(at, later);
    expect((await at.account.contents())['schedule default/flowmap-arrivals.nightly']).toMatchObject({
      ScheduleExpression: 'cron(0 4 * * ? *)',
    });
  });

  test('puts right a rule that somebody changed by hand, and its tags', async () => {
    const at = await cloud();
    await put(at, ALL);
    const before = await at.account.contents();
    const Name = 'flowmap-arrivals.uploads';
    const EventPattern = JSON.stringify({ source: ['aws.s3'] });
    await at.aws.events.send(new PutRuleCommand({ Name, EventPattern, State: 'DISABLED' }));
    expect(changed(await planDeployment(wanted(at, ALL), await at.ports()))).toEqual([`update ${Name}`]);
    await put(at, ALL);
    expect(await at.account.contents()).toEqual(before);
  });

  test('takes no rule that is not its own', async () => {
    const at = await cloud();
    const Name = 'flowmap-arrivals.uploads';
    await at.aws.events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify({ source: ['aws.s3'] }) }));
    await expect(put(at, ALL)).rejects.toMatchObject({ code: 'NAME_TAKEN' });
    const ResourceARN = `arn:aws:events:us-east-1:123456789012:rule/${Name}`;
    const Tags = [{ Key: 'flowmap:deployment', Value: 'arrivals' }];
    await at.aws.events.send(new TagResourceCommand({ ResourceARN, Tags }));
    expect(await put(at, ALL)).toMatchObject({ version: 1 });
  });
});

function patternOf(there: Readonly<Record<string, unknown>>, name: string): unknown {
  const { EventPattern } = there[`rule flowmap-arrivals.${name}`] as { readonly EventPattern: string };
  return JSON.parse(EventPattern);
}

describe('what is no longer to start a flow', () => {
  test('is removed, behind all else, with what served it alone', async () => {
    const at = await cloud();
    await put(at, ALL);
    const later: Starts = { schedules: { nightly: NIGHTLY } };
    const plan = await planDeployment(wanted(at, later), await at.ports());
    expect(changed(plan)).toEqual([
      'update flowmap-arrivals-us-east-1-schedule',
      'delete flowmap-arrivals.hourly',
      'delete flowmap-arrivals.uploads',
      'delete flowmap-arrivals.upstream',
      'delete flowmap-arrivals.notify.1',
      'delete flowmap-arrivals.notify.2',
      'delete arrivals-starter',
      'delete flowmap-arrivals-us-east-1-starter',
    ]);
    at.steps.length = 0;
    await put(at, later);
    expect(at.steps.map(({ did }) => did)).toEqual(['updated', ...Array<string>(7).fill('removed')]);
    expect(await startsOf(at)).toEqual([
      'role flowmap-arrivals-us-east-1-schedule',
      'schedule default/flowmap-arrivals.nightly',
    ]);
    at.called.length = 0;
    expect(await put(at, later)).toMatchObject({ unchanged: true });
    expect(at.called.length).toBeLessThanOrEqual(12 + 1 + 1);
    await put(at, {});
    expect(await startsOf(at)).toEqual([]);
  });

  test('is removed while the service still sees targets that are gone', async () => {
    const at = await cloud();
    await put(at, ALL);
    let refused = 0;
    at.account.onCall(({ action }) => {
      if (action !== 'DeleteRule' || refused >= 2) return undefined;
      refused += 1;
      return { code: 'ValidationException', message: "Rule can't be deleted since it has targets." };
    });
    await put(at, { schedules: ALL.schedules ?? {} });
    expect(refused).toBe(2);
    expect((await startsOf(at)).filter((name) => name.startsWith('rule'))).toEqual([]);
  });

  test('is not waited for where its rule cannot be removed for another reason', async () => {
    const at = await cloud();
    await put(at, ALL);
    at.account.onCall(({ action }) =>
      action === 'DeleteRule' ? { code: 'ManagedRuleException', message: 'It is managed.' } : undefined,
    );
    await expect(put(at, {})).rejects.toMatchObject({
      code: 'AWS_FAILED',
      message: expect.stringContaining('ManagedRuleException'),
    });
    expect(at.account.calls.filter(({ action }) => action === 'DeleteRule')).toHaveLength(1);
  });

  test('is found behind a deployment that was rolled back', async () => {
    const at = await cloud();
    await put(at, {}, '00000000000000c1');
    await put(at, ALL, '00000000000000c2');
    await rollback('arrivals', {}, await at.ports());
    expect(await startsOf(at)).toContain('schedule default/flowmap-arrivals.hourly');
    await put(at, {}, '00000000000000c3');
    expect(await startsOf(at)).toEqual([]);
  });

  test('goes first when the flow is removed', async () => {
    const at = await cloud();
    await put(at, ALL);
    const { onStep: _, ...ports } = await at.ports();
    const removed = await remove('arrivals', {}, ports);
    const types = removed.map(({ type }) => type.replace(/^AWS::[A-Za-z]+::/u, ''));
    expect(types.slice(0, 8)).toEqual([
      ...['Schedule', 'Schedule', 'Rule', 'Rule', 'Rule', 'Rule', 'StateMachine', 'StateMachine'],
    ]);
    expect((await at.account.resources()).filter((name) => !name.startsWith('state-machine-version'))).toEqual([
      'log-group /flowmap/arrivals',
    ]);
  });
});

import { UntagResourceCommand } from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { awaitEnd, codeKeys, remove, type RemoveRequest, trigger } from '../../src/index.js';
import { ECHO, FAIL, saying, WAIT } from './support/machines.js';
import { TOKEN, world } from './support/world.js';

const w = world();

const removed = (name: string, request: RemoveRequest = {}) => remove(name, request, w);
const keys = async (prefix: string) => {
  const found: string[] = [];
  for await (const { key } of w.objects.list(prefix)) found.push(key);
  return found;
};
const record = (run: string) =>
  w.metadata.createRun(
    { deployment: 'flights', run, status: 'RUNNING', started: '2026-01-01T00:00:00Z', code: 'c0de', params: {} },
    new Date(Date.now() + 1e9),
  );
/** What there is of log groups and what else. */
const resources = async () => (await w.account.resources()).filter((name) => !name.startsWith('state-machine-version'));

describe('remove', () => {
  test('removes what all deployments made, keeps logs and artifacts, and forgets the flow last', async () => {
    await w.deploy('flights', ECHO, 'c1');
    await w.deploy('flights', saying('two'), 'c2');
    await w.objects.put('flights/one/start.json', Buffer.from('{}'));
    const steps = await removed('flights');
    expect(await resources()).toEqual(['log-group /flowmap/flights']);
    expect(await keys('')).toEqual(['flights/one/start.json']);
    expect(steps.map(({ did, type }) => `${did} ${type}`)).toEqual([
      'removed AWS::StepFunctions::StateMachine',
      'removed AWS::Lambda::Function',
      'removed AWS::IAM::Role',
      'removed AWS::IAM::Role',
      'kept AWS::Logs::LogGroup',
      'removed code',
      'removed code',
    ]);
    expect(await w.metadata.owner('flights')).toBeUndefined();
    await expect(removed('flights')).rejects.toMatchObject({ code: 'NO_SUCH_FLOW' });
  });

  test('with purge removes what runs left too, and nothing of other flows', async () => {
    await w.deploy('flights', ECHO, 'shared');
    await w.deploy('flights2', ECHO, 'shared');
    for (const key of ['flights/one/a', 'flights/two/b', 'flights2/one/a']) await w.objects.put(key, Buffer.from('x'));
    const steps = await removed('flights', { purge: true });
    expect(steps).toContainEqual({
      did: 'kept',
      type: 'code',
      name: codeKeys('shared').zip,
      why: 'another flow uses it',
    });
    expect(await keys('')).toEqual([codeKeys('shared').zip, 'flights2/one/a']);
    expect((await resources()).filter((name) => !name.includes('flights2'))).toEqual([]);
    // The other one runs as before.
    await trigger('flights2', { params: {} }, w);
  });

  test('refuses while runs go on, unless it is forced', async () => {
    await w.deploy('flights', WAIT);
    await trigger('flights', { params: {}, runId: 'a' }, w);
    await expect(removed('flights')).rejects.toMatchObject({
      code: 'RUNS_GO_ON',
      message: 'flights has a run that goes on.',
    });
    await trigger('flights', { params: {}, runId: 'b' }, w);
    await expect(removed('flights')).rejects.toMatchObject({ message: 'flights has 2 runs that go on.' });
    await removed('flights', { force: true });
    expect(await resources()).toEqual(['log-group /flowmap/flights']);
  });

  test('writes down how its runs ended, since the service forgets them', async () => {
    await w.deploy('flights', FAIL);
    await awaitEnd(w, await trigger('flights', { params: {}, runId: 'bad' }, w));
    await w.deploy('flights', WAIT, 'c0de2');
    await trigger('flights', { params: {}, runId: 'going' }, w);
    await trigger('flights', { params: {}, runId: 'unrecorded' }, w);
    for (const run of ['bad', 'going', 'noted']) await record(run);
    const before = { status: 'SUCCEEDED', stopped: '2026-01-01T00:00:00.000Z' } as const;
    await w.metadata.finishRun('flights', 'noted', before);
    await removed('flights', { force: true });
    expect(await w.metadata.run('flights', 'bad')).toMatchObject({
      status: 'FAILED',
      stopped: expect.any(String),
      failure: { error: 'Oops', cause: 'It went wrong' },
    });
    expect(await w.metadata.run('flights', 'going')).toMatchObject({
      status: 'ABORTED',
      failure: { error: 'Flowmap.Deleted', cause: 'flights was deleted by ada' },
    });
    expect(await w.metadata.run('flights', 'noted')).toMatchObject(before);
    expect(await w.metadata.run('flights', 'unrecorded')).toBeUndefined();
  });

  test('is for the owner', async () => {
    await w.deploy('flights', ECHO);
    const before = await w.account.resources();
    w.caller = 'eve';
    await expect(removed('flights')).rejects.toMatchObject({ code: 'NOT_YOURS' });
    expect(await w.account.resources()).toEqual(before);
    await removed('flights', { authorize: TOKEN });
  });

  test('keeps what is not marked as the flow’s any more', async () => {
    await w.deploy('flights', ECHO);
    const name = (await w.account.resources()).find((one) => one.startsWith('function '))?.slice('function '.length);
    const Resource = `arn:aws:lambda:us-east-1:123456789012:function:${name ?? ''}`;
    await w.aws.lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['flowmap:deployment'] }));
    const steps = await removed('flights');
    expect(steps).toContainEqual({
      did: 'kept',
      type: 'AWS::Lambda::Function',
      name,
      why: 'it has no tag flowmap:deployment=flights',
    });
    expect(await resources()).toContain(`function ${name ?? ''}`);
  });

  test.each(['DeleteStateMachine', 'DeleteFunction', 'DeleteRole'])(
    'goes on after it stopped at %s',
    async (action) => {
      await w.deploy('flights', ECHO);
      w.account.onCall((call) => (call.action === action ? 'fail' : undefined));
      await expect(removed('flights')).rejects.toMatchObject({ code: 'AWS_FAILED' });
      w.account.onCall(undefined);
      expect(await w.metadata.owner('flights')).toBeDefined();
      await removed('flights');
      expect(await resources()).toEqual(['log-group /flowmap/flights']);
    },
  );

  test('removes a flow whose deployment never ended', async () => {
    w.account.onCall((call) => (call.action === 'CreateStateMachine' ? 'fail' : undefined));
    await expect(w.deploy('flights', ECHO)).rejects.toMatchObject({ code: 'AWS_FAILED' });
    w.account.onCall(undefined);
    await removed('flights', { purge: true });
    expect(await resources()).toEqual([]);
  });
});

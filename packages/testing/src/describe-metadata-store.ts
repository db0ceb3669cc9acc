import assert from 'node:assert/strict';
import { isFlowError, type Facts } from '@flowmap/graph';
import type { MetadataStore, RunRecord } from '@flowmap/store';
import type { TestFramework } from './test-framework.js';

const START = Date.parse('2026-03-01T12:00:00.000Z');
const DAY = 24 * 60 * 60 * 1000;

/** A clock that a test turns. */
interface TestClock {
  now: number;
}

const runOf = (run: string, more: Partial<RunRecord> = {}): RunRecord => ({
  deployment: 'flights',
  run,
  status: 'RUNNING',
  started: '2026-03-01T12:00:00.000Z',
  code: 'c0de',
  params: {},
  ...more,
});

const inDays = (days: number): Date => new Date(START + days * DAY);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

const isOf = (error: unknown, code: string): boolean => isFlowError(error) && error.code === code;
const notFound = (error: unknown): boolean => isOf(error, 'RUN_NOT_FOUND');

/**
 * The contract of `MetadataStore` as tests. `make` gives an empty store whose time is that of the clock it is handed, in
 * milliseconds; a new one for each test.
 *
 * @example
 * describeMetadataStore('memory', (now) => memoryMetadata({ now }), { describe, it });
 */
export function describeMetadataStore(
  name: string,
  make: (now: () => number) => MetadataStore | Promise<MetadataStore>,
  { describe, it }: TestFramework,
): void {
  const test = (what: string, body: (store: MetadataStore, clock: TestClock) => Promise<void>): unknown =>
    it(what, async () => {
      const clock: TestClock = { now: START };
      await body(await make(() => clock.now), clock);
    });

  describe(`${name} as a metadata store`, () => {
    test('keeps a run as it was recorded', async (store) => {
      const params = { year: '2024', rows: 1e5, deep: [{ a: null, b: [true, -0.5, 'é\u{1f600}'] }], empty: {} };
      const run = runOf('r1', { params });
      assert.equal(await store.createRun(run, inDays(90)), 'written');
      assert.deepEqual(await store.run('flights', 'r1'), run);
      assert.equal(await store.run('flights', 'r2'), undefined);
      assert.equal(await store.run('others', 'r1'), undefined);
    });

    test('keeps which run another one resumes', async (store) => {
      const runs = [runOf('r1', { resumes: { run: 'r0' } }), runOf('r2', { resumes: { run: 'r0', from: 'a/b' } })];
      for (const run of runs) await store.createRun(run, inDays(90));
      assert.deepEqual(await all(store.runs('flights')), runs);
    });

    test('refuses a run id that was used', async (store) => {
      await store.createRun(runOf('r1'), inDays(90));
      assert.equal(await store.createRun(runOf('r1', { code: 'other' }), inDays(90)), 'exists');
      assert.equal((await store.run('flights', 'r1'))?.code, 'c0de');
      assert.equal(await store.createRun(runOf('r1', { deployment: 'others' }), inDays(90)), 'written');
    });

    test('lets one of many that record a run be first', async (store) => {
      const writers = Array.from({ length: 20 }, (_, writer) => `code${writer}`);
      const answers = await Promise.all(writers.map((code) => store.createRun(runOf('r1', { code }), inDays(90))));
      assert.equal(answers.filter((answer) => answer === 'written').length, 1);
      assert.equal((await store.run('flights', 'r1'))?.code, writers[answers.indexOf('written')]);
    });

    test('records the end of a run once', async (store) => {
      await store.createRun(runOf('r1'), inDays(90));
      const stopped = '2026-03-01T13:00:00.000Z';
      await store.finishRun('flights', 'r1', { status: 'SUCCEEDED', stopped });
      await store.finishRun('flights', 'r1', { status: 'ABORTED', stopped: '2026-03-01T14:00:00.000Z' });
      assert.deepEqual(await store.run('flights', 'r1'), runOf('r1', { status: 'SUCCEEDED', stopped }));
      await assert.rejects(store.finishRun('flights', 'r2', { status: 'FAILED', stopped }), notFound);
      assert.equal(await store.run('flights', 'r2'), undefined);
    });

    test('lets a run that had ended go on, and end again', async (store) => {
      await store.createRun(runOf('r1'), inDays(90));
      const failure = { error: 'RangeError', cause: 'not 3 €' };
      const end = { status: 'FAILED', stopped: '2026-03-01T13:00:00.000Z', failure } as const;
      await store.finishRun('flights', 'r1', end);
      assert.deepEqual(await store.run('flights', 'r1'), runOf('r1', end));
      await store.reopenRun('flights', 'r1');
      assert.deepEqual(await store.run('flights', 'r1'), runOf('r1'));
      await store.reopenRun('flights', 'r1');
      const stopped = '2026-03-01T14:00:00.000Z';
      await store.finishRun('flights', 'r1', { status: 'SUCCEEDED', stopped });
      assert.deepEqual(await store.run('flights', 'r1'), runOf('r1', { status: 'SUCCEEDED', stopped }));
      await assert.rejects(store.reopenRun('flights', 'r2'), notFound);
      assert.equal(await store.run('flights', 'r2'), undefined);
    });

    test('lists the runs of a deployment by their ids', async (store) => {
      for (const run of ['b', 'a', 'B', 'é', 'a-1', '\u{1f600}', '\uffee'])
        await store.createRun(runOf(run), inDays(90));
      await store.createRun(runOf('x', { deployment: 'flights2' }), inDays(90));
      await store.putDeployment({ deployment: 'flights', version: 1, code: 'c0de', by: 'me', at: '2026-03-01' });
      await store.finishRun('flights', 'b', { status: 'FAILED', stopped: '2026-03-01T13:00:00.000Z' });
      const ids = (runs: readonly RunRecord[]): string[] => runs.map(({ run }) => run);
      assert.deepEqual(ids(await all(store.runs('flights'))), ['B', 'a', 'a-1', 'b', 'é', '\uffee', '\u{1f600}']);
      assert.deepEqual(ids(await all(store.runs('flights', { status: 'FAILED' }))), ['b']);
      assert.deepEqual(ids(await all(store.runs('flights', { status: 'ABORTED' }))), []);
      assert.deepEqual(await all(store.runs('none')), []);
    });

    test('lists more runs than one answer holds', async (store) => {
      const ids = Array.from({ length: 60 }, (_, at) => `run-${String(at).padStart(2, '0')}`);
      const params = { note: 'n'.repeat(30_000) };
      await Promise.all(ids.map((id) => store.createRun(runOf(id, { params }), inDays(90))));
      assert.deepEqual(
        (await all(store.runs('flights'))).map(({ run }) => run),
        ids,
      );
    });

    test('never returns what has expired, and lets its id be used again', async (store, clock) => {
      await store.createRun(runOf('r1'), inDays(90));
      await store.createRun(runOf('r2'), inDays(91));
      await store.putFacts({ address: 'flights/r1/start', run: 'r1', facts: { n: 1 } }, inDays(90));
      clock.now = START + 90 * DAY - 1000;
      assert.ok(await store.run('flights', 'r1'));
      assert.deepEqual(await store.facts('flights/r1/start'), { n: 1 });
      clock.now = START + 90 * DAY + 1000;
      assert.equal(await store.run('flights', 'r1'), undefined);
      assert.equal(await store.facts('flights/r1/start'), undefined);
      assert.deepEqual(await all(store.runs('flights')), [runOf('r2')]);
      const stopped = '2026-06-01T13:00:00.000Z';
      await assert.rejects(store.finishRun('flights', 'r1', { status: 'FAILED', stopped }), notFound);
      await assert.rejects(store.reopenRun('flights', 'r1'), notFound);
      assert.equal(await store.createRun(runOf('r1', { code: 'new' }), inDays(200)), 'written');
      assert.deepEqual(await store.run('flights', 'r1'), runOf('r1', { code: 'new' }));
      await store.putFacts({ address: 'flights/r1/start', run: 'r1', facts: { m: 2 } }, inDays(200));
      assert.deepEqual(await store.facts('flights/r1/start'), { m: 2 });
    });

    test('keeps facts with their types', async (store) => {
      const facts: Facts = {
        'perShard/perDay': 1_000_000,
        'a.b': 0,
        share: -0.125,
        key: '',
        '1': '1',
        yes: true,
        no: false,
      };
      await store.putFacts({ address: 'flights/r1/perShard/plan/3.12', run: 'r1', facts }, inDays(90));
      assert.deepEqual(await store.facts('flights/r1/perShard/plan/3.12'), facts);
      assert.equal(await store.facts('flights/r1/perShard/plan/3'), undefined);
      await store.putFacts({ address: 'flights/r1/none', run: 'r1', facts: {} }, inDays(90));
      assert.deepEqual(await store.facts('flights/r1/none'), {});
    });

    test('keeps the facts that were published first', async (store) => {
      const put = (n: number): Promise<void> =>
        store.putFacts({ address: 'flights/r1/start', run: 'r1', facts: { n, [`by${n}`]: 'x' } }, inDays(90));
      await Promise.all(Array.from({ length: 20 }, (_, n) => put(n)));
      const facts = await store.facts('flights/r1/start');
      assert.deepEqual(facts, { n: facts?.['n'], [`by${String(facts?.['n'])}`]: 'x' });
      await put(99);
      assert.deepEqual(await store.facts('flights/r1/start'), facts);
    });

    test('lists deployments by version', async (store) => {
      const of = (version: number): Parameters<MetadataStore['putDeployment']>[0] => ({
        deployment: 'flights',
        version,
        code: `c${version}`,
        by: 'somebody',
        at: '2026-03-01T12:00:00.000Z',
      });
      const versions = [10, 2, 1, 100, 9];
      for (const version of versions) assert.equal(await store.putDeployment(of(version)), 'written');
      assert.equal(await store.putDeployment({ ...of(2), code: 'other' }), 'exists');
      await store.putDeployment({ ...of(3), deployment: 'flights#' });
      await store.createRun(runOf('r1'), inDays(90));
      assert.deepEqual(await all(store.deployments('flights')), versions.sort((a, b) => a - b).map(of));
      assert.deepEqual(await all(store.deployments('none')), []);
    });

    test('records what a deployment makes and how it ended', async (store) => {
      const begun = {
        deployment: 'flights',
        version: 1,
        code: 'c1',
        by: 'somebody',
        at: '2026-03-01T12:00:00.000Z',
        resources: [{ type: 'AWS::IAM::Role', name: 'flowmap-flights-task' }],
        rights: [{ Action: ['lambda:InvokeFunction'], Resource: ['*'] }],
      };
      await store.putDeployment(begun);
      assert.deepEqual(await all(store.deployments('flights')), [begun]);
      const end = {
        machineVersion: 'arn:aws:states:eu-west-1:1:stateMachine:flights:1',
        at: '2026-03-01T12:01:00.000Z',
      };
      await store.finishDeployment('flights', 1, end);
      await store.finishDeployment('flights', 1, { ...end, at: '2026-03-01T12:02:00.000Z' });
      assert.deepEqual(await all(store.deployments('flights')), [
        { ...begun, end: { ...end, at: '2026-03-01T12:02:00.000Z' } },
      ]);
      await store.finishDeployment('flights', 1, { ...end, pruned: 'done' });
      assert.deepEqual(await all(store.deployments('flights')), [{ ...begun, end: { ...end, pruned: 'done' } }]);
      await assert.rejects(store.finishDeployment('flights', 2, end), (error) => isOf(error, 'DEPLOYMENT_NOT_FOUND'));
    });

    test('knows whose a flow is, and gives it only to who shows the token', async (store) => {
      const of = (owner: string, token: string): Parameters<MetadataStore['claim']>[0] => ({
        deployment: 'flights',
        owner,
        token,
        at: '2026-03-01T12:00:00.000Z',
      });
      assert.equal(await store.owner('flights'), undefined);
      assert.equal(await store.claim(of('ada', 't1')), 'written');
      assert.equal(await store.claim(of('bob', 't2')), 'exists');
      assert.equal(await store.claim(of('bob', 't2'), 'guessed'), 'exists');
      assert.deepEqual(await store.owner('flights'), of('ada', 't1'));
      assert.equal(await store.claim(of('bob', 't2'), 't1'), 'written');
      assert.deepEqual(await store.owner('flights'), of('bob', 't2'));
    });

    test('gives a flow that many claim at once to one', async (store) => {
      const tokens = Array.from({ length: 20 }, (_, i) => `t${i}`);
      const answers = await Promise.all(
        tokens.map((token) => store.claim({ deployment: 'flights', owner: 'x', token, at: '2026' })),
      );
      assert.equal(answers.filter((answer) => answer === 'written').length, 1);
      assert.equal((await store.owner('flights'))?.token, tokens[answers.indexOf('written')]);
    });

    test('lists all deployed flows, and forgets one', async (store) => {
      for (const deployment of ['b', 'a', 'a-1']) {
        await store.claim({ deployment, owner: 'ada', token: deployment, at: '2026' });
        await store.putDeployment({ deployment, version: 1, code: 'c', by: 'ada', at: '2026' });
      }
      await store.createRun({ ...runOf('r1'), deployment: 'a' }, inDays(90));
      const names = async (): Promise<string[]> => (await all(store.owners())).map(({ deployment }) => deployment);
      assert.deepEqual(await names(), ['a', 'a-1', 'b']);
      await store.forgetDeployment('a');
      await store.forgetDeployment('none');
      assert.deepEqual(await names(), ['a-1', 'b']);
      assert.deepEqual(await all(store.deployments('a')), []);
      assert.equal((await all(store.deployments('a-1'))).length, 1);
      assert.equal((await store.run('a', 'r1'))?.run, 'r1');
    });

    test('lets one of many that deploy a version be first', async (store) => {
      const writers = Array.from({ length: 20 }, (_, writer) => `code${writer}`);
      const answers = await Promise.all(
        writers.map((code) => store.putDeployment({ deployment: 'flights', version: 1, code, by: 'x', at: '2026' })),
      );
      assert.equal(answers.filter((answer) => answer === 'written').length, 1);
      const [deployed] = await all(store.deployments('flights'));
      assert.equal(deployed?.code, writers[answers.indexOf('written')]);
    });
  });
}

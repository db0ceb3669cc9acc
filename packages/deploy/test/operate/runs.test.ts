import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  awaitEnd,
  listFlows,
  listRuns,
  redrive,
  runRef,
  terminate,
  trigger,
  type ListRunsOptions,
} from '../../src/index.js';
import { ECHO, FAIL, machine, saying, WAIT } from './support/machines.js';
import { TOKEN, world } from './support/world.js';

const w = world();

const started = (name: string, runId: string) => trigger(name, { params: {}, runId }, w);
const record = (deployment: string, run: string) =>
  w.metadata.createRun(
    { deployment, run, status: 'RUNNING', started: '2026-01-01T00:00:00Z', code: 'c0de', params: {} },
    new Date(Date.now() + 1e9),
  );

async function idsOf(name: string, options: ListRunsOptions = {}): Promise<string[]> {
  const ids: string[] = [];
  for await (const { run } of listRuns(w, name, options)) ids.push(run);
  return ids;
}

describe('runRef', () => {
  test.each([
    ['flights/01J', undefined, { deployment: 'flights', run: '01J' }],
    ['01J', 'flights', { deployment: 'flights', run: '01J' }],
    ['flights/01J', 'flights', { deployment: 'flights', run: '01J' }],
  ])('reads %j with the name %j', (text, name, expected) => expect(runRef(text, name)).toEqual(expected));

  test.each([
    ['01J', undefined],
    ['a/b', 'c'],
    ['a/b/c', undefined],
    ['/b', undefined],
    ['a/', undefined],
    ['', 'a'],
  ])('refuses %j with the name %j', (text, name) => expect(() => runRef(text, name)).toThrow(/names no run/));
});

describe('listFlows', () => {
  test('gives all flows with their newest deployment', async () => {
    await w.deploy('flights', ECHO);
    await w.deploy('flights', saying('two'), 'c0de2');
    await w.metadata.claim({ deployment: 'half', owner: 'eve', token: 't', at: '2026-01-01T00:00:00Z' });
    expect(await listFlows(w.metadata)).toEqual([
      {
        deployment: 'flights',
        owner: 'ada',
        newest: { version: 2, code: 'c0de2', by: 'ada', at: expect.any(String), ended: true },
      },
      { deployment: 'half', owner: 'eve' },
    ]);
  });
});

describe('listRuns', () => {
  test('gives the newest first, those of a status, and no more than are asked for', async () => {
    await w.deploy('flights', ECHO);
    for (const run of ['a', 'b', 'c']) {
      await awaitEnd(w, await started('flights', run));
    }
    expect(await idsOf('flights')).toEqual(['c', 'b', 'a']);
    expect(await idsOf('flights', { limit: 2 })).toEqual(['c', 'b']);
    expect(await idsOf('flights', { limit: 0 })).toEqual([]);
    expect(await idsOf('flights', { status: 'RUNNING' })).toEqual([]);
    expect(await idsOf('flights', { status: 'SUCCEEDED' })).toHaveLength(3);
    await expect(idsOf('flight')).rejects.toMatchObject({ code: 'NO_SUCH_FLOW', hint: 'Is it flights?' });
  });
});

describe('terminate', () => {
  test('ends a run once, says who did it, and notes its end', async () => {
    await w.deploy('flights', WAIT);
    const run = await started('flights', 'one');
    await record('flights', 'one');
    const ended = await terminate(run, {}, w);
    expect(ended).toMatchObject({ status: 'ABORTED', error: 'Flowmap.Terminated', cause: 'ended by ada' });
    expect(await w.metadata.run('flights', 'one')).toMatchObject({ status: 'ABORTED', stopped: ended.stopped });
    expect(await terminate(run, { cause: 'again' }, w)).toEqual(ended);
  });

  test('is for the owner, or for whoever shows the token', async () => {
    await w.deploy('flights', WAIT);
    const run = await started('flights', 'one');
    w.caller = 'eve';
    await expect(terminate(run, {}, w)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    // The run has no record: its first state never wrote one.
    expect(await terminate(run, { authorize: TOKEN, cause: 'too late' }, w)).toMatchObject({
      status: 'ABORTED',
      cause: 'too late',
    });
  });

  test('knows of no run that is not there', async () => {
    await w.deploy('flights', WAIT);
    await expect(terminate({ deployment: 'flights', run: randomUUID() }, {}, w)).rejects.toMatchObject({
      code: 'NO_SUCH_RUN',
    });
  });
});

describe('redrive', () => {
  test('goes on with a run that failed, and opens its record again', async () => {
    await w.deploy(
      'flights',
      machine({ A: { Type: 'Pass', Next: 'W' }, W: { Type: 'Wait', Seconds: 100_000, End: true } }),
    );
    const run = await started('flights', 'one');
    await record('flights', 'one');
    await terminate(run, {}, w);
    const goes = await redrive(run, w);
    expect(goes).toMatchObject({ status: 'RUNNING', redrives: 1 });
    expect(await w.metadata.run('flights', 'one')).toMatchObject({ status: 'RUNNING' });
    // Said once more, it is one redrive.
    expect(await redrive(run, w)).toMatchObject({ status: 'RUNNING', redrives: 1 });
    await terminate(run, {}, w);
    expect(await redrive(run, w)).toMatchObject({ redrives: 2 });
  });

  test('makes one redrive of two at once', async () => {
    await w.deploy('flights', FAIL);
    const run = await started('flights', 'one');
    await awaitEnd(w, run);
    await Promise.all([redrive(run, w), redrive(run, w)]);
    expect(await awaitEnd(w, run)).toMatchObject({ status: 'FAILED', redrives: 1 });
  });

  test('gives the service’s reason where it cannot be done', async () => {
    await w.deploy('flights', ECHO);
    const run = await started('flights', 'one');
    await awaitEnd(w, run);
    await expect(redrive(run, w)).rejects.toMatchObject({
      code: 'NOT_REDRIVABLE',
      message: expect.stringMatching(/flights\/one cannot be redriven: .*SUCCEEDED/),
    });
  });
});

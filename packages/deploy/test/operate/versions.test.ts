import { describe, expect, test } from '@jest/globals';
import { awaitEnd, history, liveDeployment, promote, rollback, trigger } from '../../src/index.js';
import { saying } from './support/machines.js';
import { TOKEN, world } from './support/world.js';

const w = world();

/** Three deployments of one flow, each with a state machine and a code of its own. */
async function three(): Promise<void> {
  for (const word of ['one', 'two', 'three']) await w.deploy('flights', saying(word), `c-${word}`);
}

/** The versions of the state machine that are live, with their weights. */
async function live(): Promise<string[]> {
  const all = await history('flights', w);
  return all.filter(({ weight }) => weight > 0).map(({ version, weight }) => `${version}: ${weight} %`);
}

async function machineOfRun(): Promise<string | undefined> {
  const ended = await awaitEnd(
    w,
    await trigger('flights', { params: {}, runId: `r${Math.random()}`.replace('.', '') }, w),
  );
  return ended.machineVersion?.split(':').at(-1);
}

describe('history', () => {
  test('has the deployments, newest first, and says which is live', async () => {
    await three();
    expect(await history('flights', w)).toEqual(
      [3, 2, 1].map((version) => ({
        version,
        code: `c-${['one', 'two', 'three'][version - 1]}`,
        by: 'ada',
        at: expect.any(String),
        ended: expect.any(String),
        machineVersion: expect.stringMatching(new RegExp(`:flights:${version}$`)),
        weight: version === 3 ? 100 : 0,
      })),
    );
    expect((await liveDeployment('flights', w)).version).toBe(3);
  });

  test('has what never ended too', async () => {
    await w.deploy('flights', saying('one'));
    await w.metadata.putDeployment({
      deployment: 'flights',
      version: 2,
      code: 'x',
      by: 'eve',
      at: '2026-01-01T00:00:00Z',
    });
    const [newest] = await history('flights', w);
    expect(newest).toEqual({ version: 2, code: 'x', by: 'eve', at: '2026-01-01T00:00:00Z', weight: 0 });
    await expect(history('flight', w)).rejects.toMatchObject({ code: 'NO_SUCH_FLOW' });
  });
});

describe('rollback', () => {
  test('makes the deployment before live, with its code, and records it', async () => {
    await three();
    const back = await rollback('flights', {}, w);
    expect(back).toMatchObject({ version: 4, to: 2, code: 'c-two', unchanged: false });
    expect(await live()).toEqual(['4: 100 %']);
    expect(await machineOfRun()).toBe('2');
    const [first, , third] = await history('flights', w);
    expect(first).toMatchObject({ code: 'c-two', machineVersion: third?.machineVersion, by: 'ada' });
    // The deployment before this one is the one that was left: rolling back is rolled back.
    expect(await rollback('flights', {}, w)).toMatchObject({ version: 5, to: 3, code: 'c-three' });
  });

  test('goes to a version that is named, and does nothing where that is live', async () => {
    await three();
    expect(await rollback('flights', { to: 1 }, w)).toMatchObject({ version: 4, to: 1 });
    expect(await rollback('flights', { to: 4 }, w)).toMatchObject({ version: 4, to: 4, unchanged: true });
    expect(await history('flights', w)).toHaveLength(4);
    await expect(rollback('flights', { to: 9 }, w)).rejects.toMatchObject({ code: 'NO_SUCH_VERSION' });
  });

  test.each(['UpdateStateMachineAlias', 'UpdateItem'])('goes on after it stopped at %s', async (action) => {
    await three();
    w.account.onCall((call) => (call.action === action ? 'fail' : undefined));
    const withTable = { ...w, metadata: action === 'UpdateItem' ? unfinished() : w.metadata };
    await expect(rollback('flights', {}, withTable)).rejects.toThrow();
    w.account.onCall(undefined);
    expect(await rollback('flights', {}, w)).toMatchObject({ version: 4, to: 2, code: 'c-two' });
    expect(await live()).toEqual(['4: 100 %']);
    expect(await history('flights', w)).toHaveLength(4);
  });

  test('says where nothing is before, and who may do it', async () => {
    await w.deploy('flights', saying('one'));
    await expect(rollback('flights', {}, w)).rejects.toMatchObject({ code: 'NOTHING_BEFORE' });
    await w.deploy('flights', saying('two'), 'c-two');
    w.caller = 'eve';
    await expect(rollback('flights', {}, w)).rejects.toMatchObject({ code: 'NOT_YOURS' });
    expect(await rollback('flights', { authorize: TOKEN }, w)).toMatchObject({ to: 1 });
    expect((await history('flights', w))[0]).toMatchObject({ by: 'eve' });
  });

  /** A table that does not answer at the end of a deployment. */
  function unfinished(): typeof w.metadata {
    return { ...w.metadata, finishDeployment: () => Promise.reject(new Error('no answer')) };
  }
});

describe('promote', () => {
  test('shares what is started between the newest and the one before, and ends the sharing', async () => {
    await three();
    await promote('flights', { weight: 10 }, w);
    expect(await live()).toEqual(['3: 10 %', '2: 90 %']);
    expect((await liveDeployment('flights', w)).version).toBe(2);
    await promote('flights', { weight: 60 }, w);
    expect(await live()).toEqual(['3: 60 %', '2: 40 %']);
    const ended = await promote('flights', { weight: 100 }, w);
    expect(ended.map(({ deployment, weight }) => [deployment.version, weight])).toEqual([[3, 100]]);
    expect(await live()).toEqual(['3: 100 %']);
    await promote('flights', { weight: 0 }, w);
    expect(await live()).toEqual(['2: 100 %']);
  });

  test('keeps what is live beside the version that is named', async () => {
    await three();
    await promote('flights', { weight: 25, to: 1 }, w);
    expect(await live()).toEqual(['3: 75 %', '1: 25 %']);
    await expect(promote('flights', { weight: 25, to: 7 }, w)).rejects.toMatchObject({ code: 'NO_SUCH_VERSION' });
  });

  test.each([-1, 101, 0.5, NaN])('refuses a share of %p', async (weight) => {
    await expect(promote('flights', { weight }, w)).rejects.toMatchObject({ code: 'WEIGHT_ILLEGAL' });
  });

  test('is for the owner, and needs something before', async () => {
    await w.deploy('flights', saying('one'));
    await expect(promote('flights', { weight: 10 }, w)).rejects.toMatchObject({ code: 'NOTHING_BEFORE' });
    w.caller = 'eve';
    await expect(promote('flights', { weight: 100 }, w)).rejects.toMatchObject({ code: 'NOT_YOURS' });
  });
});

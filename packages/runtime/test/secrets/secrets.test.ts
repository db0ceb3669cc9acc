import { describe, expect, test } from '@jest/globals';
import { flow, secret, ssmParameter } from '@flowmap/flow';
import type { SecretReference } from '@flowmap/graph';
import { keptSecrets, localSecrets } from '../../src/secrets/index.js';
import { openWorld } from '../support/world.js';

const VALUE = 'correct horse battery staple';
const secrets = { TOKEN: secret('prod/token'), URL: ssmParameter('/url') };
const seen: unknown[] = [];
const program = flow({ name: 'f', defaults: { env: { REGION: 'eu' } } }, ({ step, foreach }) => {
  const start = step('start', { env: { MODEL: 'small' }, secrets }, ({ env, log }) => {
    seen.push(env);
    log(env.MODEL);
    return [1, 2];
  });
  foreach('each', { items: start.out }, (n, s) =>
    s.step('x', { in: { n }, secrets }, ({ in: { n }, env }) => {
      seen.push([n, env.TOKEN]);
    }),
  );
  step('broken', { secrets }, () => {
    throw new Error('no');
  }).catch('handled', ({ env }) => void seen.push(env));
});

describe('what a step receives as env', () => {
  test('are its values and secrets, which stand in nothing that is kept', async () => {
    seen.length = 0;
    const world = await openWorld(program);
    const asked: unknown[] = [];
    const ports = {
      secret: async (reference: SecretReference, name: string) => {
        asked.push([reference.name, name]);
        return `${VALUE} ${name}`;
      },
    };
    await world.task('start', '', {}, ports);
    const env = { REGION: 'eu', MODEL: 'small', TOKEN: `${VALUE} TOKEN`, URL: `${VALUE} URL` };
    expect(seen).toEqual([env]);
    expect(asked).toEqual([
      ['prod/token', 'TOKEN'],
      ['/url', 'URL'],
    ]);
    seen.length = 0;
    await world.range('each/x', 0, 2, '', ports);
    await world.task('each/x', '1', { array: true }, ports);
    expect(seen).toEqual([1, 2, 2].map((n) => [n, `${VALUE} TOKEN`]));
    // Once for all items of a range.
    expect(asked).toHaveLength(6);
    seen.length = 0;
    await expect(world.task('broken', '', {}, ports)).rejects.toThrow('no');
    await world.task('handled', '', { error: { Error: 'Error', Cause: '' } }, ports);
    expect(seen).toEqual([{ REGION: 'eu', TOKEN: env.TOKEN, URL: env.URL }]);
    for (const key of await world.keys()) {
      expect(Buffer.from((await world.objects.get(`test/r1/${key}`)) ?? []).toString()).not.toContain(VALUE);
    }
    expect(JSON.stringify([world.logs, program.graph])).not.toContain(VALUE);
  });

  test('is the step’s failure where a secret cannot be had', async () => {
    const world = await openWorld(program);
    await expect(world.task('start')).rejects.toMatchObject({ name: 'Flowmap.SecretNotServed' });
    const none = { secret: localSecrets({ TOKEN: 't' }) };
    await expect(world.task('start', '', {}, none)).rejects.toMatchObject({
      name: 'Flowmap.SecretMissing',
      message: 'URL is the parameter /url, which a local run does not fetch',
      data: expect.objectContaining({ hint: expect.stringContaining('FLOWMAP_SECRET_URL') }),
    });
    await expect(world.range('each/x', 0, 2, '', none)).rejects.toMatchObject({ name: expect.any(String) });
  });
});

test('localSecrets takes the variable of its own first', async () => {
  const read = localSecrets({ TOKEN: 'plain', FLOWMAP_SECRET_TOKEN: 'own', URL: '' });
  expect([await read(secrets.TOKEN, 'TOKEN'), await read(secrets.URL, 'URL')]).toEqual(['own', '']);
});

describe('keptSecrets', () => {
  test('fetches once in five minutes, whoever asks, and each key on its own', async () => {
    let now = 0;
    const asked: string[] = [];
    const read = keptSecrets(
      async (reference) => `${asked.push(reference.name)}`,
      () => now,
    );
    const all = [secrets.TOKEN, secret('prod/token', { key: 'a' }), ssmParameter('prod/token')];
    expect(await Promise.all([...all, ...all].map(read))).toEqual(['1', '2', '3', '1', '2', '3']);
    now = 299_999;
    expect(await read(secrets.TOKEN)).toBe('1');
    now = 300_000;
    expect(await read(secrets.TOKEN)).toBe('4');
  });

  test('keeps no failure', async () => {
    let attempt = 0;
    const read = keptSecrets(
      async () => {
        attempt += 1;
        if (attempt === 1) throw new Error('throttled');
        return 'value';
      },
      () => 0,
    );
    await expect(read(secrets.TOKEN)).rejects.toThrow('throttled');
    expect(await read(secrets.TOKEN)).toBe('value');
  });
});

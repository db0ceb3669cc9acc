import { flow, secret, ssmParameter } from '@flowmap/flow';
import { expectTypeOf } from 'expect-type';

flow({ name: 'environment', defaults: { env: { REGION: 'eu' }, secrets: { KEY: secret('key') } } }, ({ step }) => {
  const plain = step('plain', ({ env }) => {
    // What the flow gives to all its steps may be there.
    expectTypeOf(env['REGION']).toEqualTypeOf<string | undefined>();
    return { n: 1 };
  });

  step(
    'own',
    { env: { MODEL: 'small' }, secrets: { TOKEN: secret('prod/token'), URL: ssmParameter('/url') } },
    ({ env }) => {
      expectTypeOf(env.MODEL).toEqualTypeOf<string>();
      expectTypeOf(env.TOKEN).toEqualTypeOf<string>();
      expectTypeOf(env.URL).toEqualTypeOf<string>();
      expectTypeOf(env['REGION']).toEqualTypeOf<string | undefined>();
    },
  );

  const both = step(
    'both',
    { in: { n: plain.out.n }, env: { MODEL: 'small' }, timeout: '5m' },
    ({ in: { n }, env, params }) => {
      expectTypeOf(n).toEqualTypeOf<number>();
      expectTypeOf(env.MODEL).toEqualTypeOf<string>();
      expectTypeOf(params).not.toBeAny();
      return env.MODEL.length + n;
    },
  );
  expectTypeOf(both.out).not.toBeAny();
  both.catch('failed', ({ env, error }) => {
    expectTypeOf(env.MODEL).toEqualTypeOf<string>();
    return error.message.length;
  });

  // @ts-expect-error a value is a string
  step('number', { env: { MODEL: 1 } }, () => 1);
  // @ts-expect-error a secret is a reference
  step('text', { secrets: { TOKEN: 'prod/token' } }, () => 1);
  // @ts-expect-error there is no such option
  step('misspelt', { secret: { TOKEN: secret('x') } }, () => 1);
});

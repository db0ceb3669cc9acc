import { expect, test } from '@jest/globals';
import { flow, secret, ssmParameter } from '@flowmap/flow';
import { testTarget } from '@flowmap/testing';
import { secretRights } from '../../src/index.js';

const target = testTarget('f', { region: 'eu-west-1' });
const key = 'arn:aws:kms:eu-west-1:123456789012:key/1';

test('are those to read the secrets that the steps name, wherever these are', () => {
  const { graph } = flow({ name: 'f' }, ({ step, foreach }) => {
    const start = step(
      'start',
      { secrets: { A: secret('prod/token', { kmsKey: key }), B: ssmParameter('/prod/url') } },
      () => [1],
    );
    foreach('each', { items: start.out }, (n, s) =>
      s.step(
        'x',
        {
          in: { n },
          secrets: {
            A: secret('prod/token', { key: 'other' }),
            B: secret('arn:aws:secretsmanager:eu-west-1:123456789012:secret:whole-AbCdEf'),
            C: secret('arn:aws:secretsmanager:eu-west-1:123456789012:secret:part'),
            D: ssmParameter('plain', { kmsKey: key }),
            E: ssmParameter('arn:aws:ssm:eu-west-1:123456789012:parameter/whole'),
          },
        },
        () => 1,
      ),
    );
  });
  const secrets = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:';
  const parameters = 'arn:aws:ssm:eu-west-1:123456789012:parameter/';
  expect(secretRights(graph, target)).toEqual([
    {
      Action: ['secretsmanager:GetSecretValue'],
      Resource: [`${secrets}part-??????`, `${secrets}prod/token-??????`, `${secrets}whole-AbCdEf`],
    },
    { Action: ['ssm:GetParameter'], Resource: [`${parameters}plain`, `${parameters}prod/url`, `${parameters}whole`] },
    { Action: ['kms:Decrypt'], Resource: [key] },
  ]);
});

test('are none where no step names a secret', () => {
  const { graph } = flow({ name: 'f' }, ({ step }) => void step('start', { env: { A: 'a' } }, () => 1));
  expect(secretRights(graph, target)).toEqual([]);
});

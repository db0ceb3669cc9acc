import { describe, expect, it } from '@jest/globals';
import type { StepNode } from '@flowmap/graph';
import { flow, secret, ssmParameter, type FlowOptions } from '../src/index.js';

type Options = NonNullable<FlowOptions<never>['defaults']>;

const built = (own: Options, defaults: Options = {}) => {
  const made = flow({ name: 'f', defaults }, ({ step }) => void step('a', own, () => 1));
  const [node] = made.graph.body.nodes as readonly StepNode[];
  return { node: node!, diagnostics: made.diagnostics };
};
const told = (own: Options, defaults?: Options): readonly string[] =>
  built(own, defaults).diagnostics.map(({ code, message }) => `${code} ${message}`);

describe('env and secrets', () => {
  it('stand in the graph: values of env, and where secrets are kept', () => {
    const kmsKey = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    const { node, diagnostics } = built({
      env: { MODEL: 'small' },
      secrets: {
        TOKEN: secret('prod/token'),
        PASSWORD: secret('arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf', {
          key: 'password',
          kmsKey,
        }),
        URL: ssmParameter('/prod/url'),
      },
    });
    expect(diagnostics).toEqual([]);
    expect(node.env).toEqual({ MODEL: 'small' });
    expect(node.secrets).toEqual({
      TOKEN: { from: 'secretsmanager', name: 'prod/token' },
      PASSWORD: { from: 'secretsmanager', name: expect.stringContaining('prod/db'), key: 'password', kmsKey },
      URL: { from: 'ssm', name: '/prod/url' },
    });
    expect(built({}).node).not.toHaveProperty('env');
    expect(built({}).node).not.toHaveProperty('secrets');
  });

  it('of the flow are those of its steps, but for what a step says itself or takes back', () => {
    const defaults = { env: { A: 'flow', B: 'flow' }, secrets: { S: secret('flow') } };
    const own = { env: { B: 'step', A: undefined }, secrets: { T: secret('step') } } as unknown as Options;
    const { node } = built(own, defaults);
    expect(node.env).toEqual({ B: 'step' });
    expect(Object.keys(node.secrets ?? {})).toEqual(['S', 'T']);
  });

  it.each<[string, Options]>([
    ['no variable can be called "1A"', { env: { '1A': '' } }],
    ['no variable can be called "a-b"', { secrets: { 'a-b': secret('x') } }],
    ['AWS_REGION begins as variables of AWS and flowmap do', { env: { AWS_REGION: '' } }],
    ['FLOWMAP_X begins as', { secrets: { FLOWMAP_X: secret('x') } }],
    ['A is both in env and in secrets', { env: { A: '' }, secrets: { A: secret('x') } }],
    ['A is "no name", which no secret can be called', { secrets: { A: secret('no name') } }],
    ['A is "arn:aws:s3:::x", which no parameter can be called', { secrets: { A: ssmParameter('arn:aws:s3:::x') } }],
    ['A has an empty key', { secrets: { A: secret('x', { key: '' }) } }],
  ])('are refused: %s', (message, own) => {
    expect(told(own)).toEqual([expect.stringContaining(`FLOW1023 a: ${message}`)]);
  });

  it('are refused where they are no strings and no references', () => {
    expect(told({ env: { A: 1 } } as unknown as Options)).toEqual([expect.stringContaining('FLOW1001')]);
    expect(told({ secrets: { A: 'x' } } as unknown as Options)).toEqual([expect.stringContaining('FLOW1001')]);
  });
});

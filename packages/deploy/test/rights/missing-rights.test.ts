import { expect, test } from '@jest/globals';
import { missingRights, type GrantedStatement } from '../../src/index.js';

const OBJECT = 'arn:aws:s3:::b/flights/*';
const need = (action: string, resource: string, condition?: { readonly [name: string]: string }) => ({
  Action: [action],
  Resource: [resource],
  ...(condition === undefined ? {} : { Condition: { StringEquals: condition } }),
});
const found = (...statements: readonly GrantedStatement[]) =>
  missingRights([need('s3:GetObject', OBJECT)], [{ Statement: statements }]);
const allow = (more: Partial<GrantedStatement>): GrantedStatement => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: '*',
  ...more,
});

test.each<[string, GrantedStatement]>([
  ['the very right', allow({ Resource: OBJECT })],
  ['a wildcard of actions, in any case', allow({ Action: 'S3:get*' })],
  ['everything', allow({ Action: '*' })],
  ['a list', allow({ Action: ['kms:Decrypt', 's3:GetObject'], Resource: ['x', 'arn:aws:s3:::b/*'] })],
])('%s is enough', (_what, statement) => {
  expect(found(statement)).toEqual([]);
  expect(missingRights([need('s3:GetObject', OBJECT)], [{ Statement: statement }])).toEqual([]);
});

test.each<[string, string, GrantedStatement]>([
  ['absent', 'a part of the resource', allow({ Resource: 'arn:aws:s3:::b/flights/one' })],
  ['absent', 'another action', allow({ Action: 's3:PutObject' })],
  ['unjudged', 'a condition that is not the need’s', allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
  ['unjudged', 'all actions but some', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
  ['unjudged', 'all resources but some', { Effect: 'Allow', Action: '*', NotResource: 'x' }],
  ['unjudged', 'a policy variable', allow({ Resource: 'arn:aws:s3:::b/${aws:username}/*' })],
])('%s: %s', (why, _what, statement) => {
  expect(found(statement)).toEqual([{ action: 's3:GetObject', resource: OBJECT, why }]);
});

test('a condition of the need is met by the same, whatever its order, or by none', () => {
  const needed = [need('s3:ListBucket', 'b', { one: '1', two: '2' })];
  const judged = (Condition?: GrantedStatement['Condition']) =>
    missingRights(needed, [{ Statement: allow({ Action: 's3:ListBucket', ...(Condition && { Condition }) }) }]);
  expect(judged()).toEqual([]);
  expect(judged({ StringEquals: { two: '2', one: '1' } })).toEqual([]);
  expect(judged({ StringEquals: { two: '2' } })).toHaveLength(1);
});

test('what is denied is missing, named by the Sid of who denies it', () => {
  const deny: GrantedStatement = {
    Sid: 'Secret',
    Effect: 'Deny',
    Action: 's3:*',
    Resource: 'arn:aws:s3:::b/flights/secret*',
  };
  expect(found(allow({}), deny)).toEqual([
    { action: 's3:GetObject', resource: OBJECT, why: 'denied', statement: 'Secret' },
  ]);
  expect(found(allow({}), { ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } })[0]?.why).toBe(
    'unjudged',
  );
  expect(found(allow({}), { ...deny, Resource: 'arn:aws:s3:::c/*' })).toEqual([]);
});

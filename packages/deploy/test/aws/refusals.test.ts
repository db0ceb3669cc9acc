import { describe, expect, test } from '@jest/globals';
import { missingRight } from '../../src/aws/missing-right.js';
import { quotaOf } from '../../src/aws/quota.js';
import { isOfRole } from '../../src/aws/role-refusal.js';

const WHO = 'User: arn:aws:sts::123456789012:assumed-role/developer/session is not authorized to perform:';
const CALL = { action: 'lambda:CreateFunction', resource: 'flights-1024mb' };

describe('the right that is missing', () => {
  test.each([
    [
      `${WHO} iam:PassRole on resource: arn:aws:iam::123456789012:role/r because no identity-based policy allows the iam:PassRole action`,
      { action: 'iam:PassRole', resource: 'arn:aws:iam::123456789012:role/r' },
    ],
    [`${WHO} sts:GetCallerIdentity on resource: *`, { action: 'sts:GetCallerIdentity' }],
    [
      `${WHO} s3:PutObject on resource: "arn:aws:s3:::bucket/a key" because no identity-based policy allows the s3:PutObject action`,
      { action: 's3:PutObject', resource: 'arn:aws:s3:::bucket/a key' },
    ],
    [
      `${WHO} logs:CreateLogGroup on resource: arn:aws:logs:us-east-1:1:log-group:/g:log-stream: with an explicit deny in a service control policy`,
      {
        action: 'logs:CreateLogGroup',
        resource: 'arn:aws:logs:us-east-1:1:log-group:/g:log-stream:',
        reason: 'with an explicit deny in a service control policy',
      },
    ],
    [
      `${WHO} dynamodb:GetItem on resource: arn:aws:dynamodb:::t.`,
      { action: 'dynamodb:GetItem', resource: 'arn:aws:dynamodb:::t' },
    ],
    [
      'Your access has been denied by S3, please make sure your request credentials have permission to GetObject for bucket/code.zip. S3 Error Code: AccessDenied.',
      { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/code.zip' },
    ],
    ['Access Denied', { ...CALL, reason: ': Access Denied' }],
    ['', CALL],
  ])('of %j', (message, right) => {
    expect(missingRight(message, CALL)).toEqual(right);
  });
});

describe('a role that may not be taken on', () => {
  const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

  test.each([
    ['InvalidParameterValueException', 'The role defined for the function cannot be assumed by Lambda.'],
    [
      'AccessDeniedException',
      'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    ],
    ['AccessDeniedException', 'The state machine IAM Role is not authorized to access the Log Destination'],
    ['ValidationException', "Provided role 'r' cannot be assumed by principal 'events.amazonaws.com'."],
    ['ValidationException', 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.'],
  ])('%s: %s', (name, message) => {
    expect(isOfRole(named(name, message))).toBe(true);
  });

  test('is something else than a right that whoever took on a role lacks', () => {
    expect(isOfRole(named('AccessDeniedException', `${WHO} lambda:CreateFunction on resource: f`))).toBe(false);
    expect(isOfRole(named('ResourceNotFoundException', 'cannot be assumed by'))).toBe(false);
    expect(isOfRole('cannot be assumed by')).toBe(false);
  });
});

describe('a quota', () => {
  test.each([
    ['scheduler:CreateSchedule', 'schedules', 'Amazon EventBridge Scheduler, Number of schedules'],
    ['events:PutRule', 'rules', 'Amazon EventBridge, Number of rules'],
    ['states:CreateStateMachine', 'state machines', 'AWS Step Functions, Registered state machines'],
    ['iam:CreateRole', 'roles', 'AWS IAM, Roles per account'],
    ['iam:PutRolePolicy', 'characters', 'cannot be raised'],
  ])('of %s is named', (action, words, name) => {
    const quota = quotaOf('LimitExceededException', { action, resource: 'x' });
    expect(quota?.reached).toContain(words);
    expect(quota?.hint).toContain(name);
  });

  test('is told in the words of the service where it is not known', () => {
    expect(quotaOf('LimitExceededException', { action: 'lambda:CreateAlias', resource: 'x' })).toBeUndefined();
    expect(quotaOf('CodeStorageExceededException', undefined)?.hint).toContain('Function and layer storage');
  });
});

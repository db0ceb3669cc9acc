import { describe, test } from '@jest/globals';
import { taskResource } from '../../../src/language/rules/task-resource.js';
import { expectProblems, expectValid, jsonPath, task } from './harness.js';

const withResource = (Resource: unknown) => jsonPath({ A: task({ Resource }) });
const refused = (resource: string, fault: string) => [`/States/A/Resource: '${resource}' ${fault} (INVALID_RESOURCE)`];

describe('taskResource', () => {
  test.each([
    'arn:aws:lambda:eu-west-1:123456789012:function:f',
    'arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST',
    'arn:aws:lambda:eu-west-1:123456789012:function:f:live_1-2',
    'arn:aws-cn:states:::lambda:invoke',
    'arn:aws:states:::batch:submitJob.sync',
    'arn:aws:states:::states:startExecution.sync:2',
    'arn:aws:states:::aws-sdk:s3:listBuckets.waitForTaskToken',
    'arn:aws:states:eu-west-1:123456789012:activity:press',
    'arn:aws:lambda:eu-west-1:123456789012:function:${name}',
  ])('takes %s', (resource) => expectValid(taskResource, withResource(resource)));

  test('refuses ARNs that cannot be', () => {
    const empty = 'arn:aws:lambda:eu-west-1:123456789012:function:f:';
    expectProblems(taskResource, withResource(empty), refused(empty, 'has no valid version or alias'));
    const unnamed = 'arn:aws:lambda:eu-west-1:123456789012:function:a b';
    expectProblems(taskResource, withResource(unnamed), refused(unnamed, 'has no valid function name'));
    const pattern = 'arn:aws:states:::batch:submitJob.async';
    expectProblems(taskResource, withResource(pattern), refused(pattern, 'is not a service integration'));
    const sdk = 'arn:aws:states:::aws-sdk:batch:submitJob.sync';
    const fault = 'asks for .sync, which SDK integrations do not have';
    expectProblems(taskResource, withResource(sdk), refused(sdk, fault));
    expectProblems(taskResource, withResource('arn:aws'), refused('arn:aws', 'is not an ARN'));
    expectProblems(taskResource, withResource(7), [`/States/A/Resource: 'Resource' must be an ARN (INVALID_RESOURCE)`]);
  });

  test('warns of what is no ARN', () => {
    expectProblems(taskResource, withResource('foo:bar'), [
      `warning /States/A/Resource: 'foo:bar' is not an ARN (INVALID_RESOURCE)`,
    ]);
  });
});

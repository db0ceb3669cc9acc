import { expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { testState, type TestStateRequest } from '../../src/test-state/index.js';

type Request = Omit<TestStateRequest, 'definition'>;

const task = (resource: string, fields: object = {}): object => ({
  QueryLanguage: 'JSONata',
  Type: 'Task',
  Resource: resource,
  End: true,
  ...fields,
});
const LAMBDA = task('arn:aws:states:::lambda:invoke');

async function refusalOf(definition: object | string, request: Request): Promise<string> {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const error: unknown = await testState({ definition: text, ...request }).catch((caught: unknown) => caught);
  const { code, message } = error as { readonly code?: string; readonly message?: string };
  return `${code ?? 'no code'}: ${message ?? JSON.stringify(error)}`;
}

test.each<[string, object | string, Request, string]>([
  [
    'no JSON',
    '{',
    {},
    `InvalidDefinition: Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: Unexpected end-of`,
  ],
  [
    'no state',
    '[]',
    {},
    `InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: A state must be`,
  ],
  [
    'a state without a type',
    {},
    {},
    `InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These`,
  ],
  [
    'a field that the state cannot have',
    { Type: 'Succeed', Arguments: {} },
    {},
    `InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The field 'Arguments'`,
  ],
  [
    'an expression that cannot be parsed',
    { ...LAMBDA, Arguments: '{% ( %}' },
    {},
    `InvalidDefinition: Invalid State Machine Definition: 'INVALID_JSONATA_EXPRESSION: `,
  ],
  [
    'a state name that is not there',
    { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { Type: 'Succeed' } } },
    { stateName: 'B' },
    'ValidationException: State not found in definition',
  ],
  [
    'an input that is no JSON',
    { Type: 'Succeed' },
    { input: '{' },
    `InvalidExecutionInput: Invalid State Machine Execution Input: 'Une`,
  ],
  [
    'variables that are no object',
    { Type: 'Succeed' },
    { variables: '[]' },
    'ValidationException: The variables must be a JSON object',
  ],
  ['a context without a mock', { Type: 'Succeed' }, { context: '{}' }, 'ValidationException: A context can only be'],
  [
    'a context that is no object',
    LAMBDA,
    { context: '1', mock: { result: '{}' } },
    'ValidationException: The context must be a JSON object',
  ],
  ['a mock of nothing', LAMBDA, { mock: {} }, 'ValidationException: A test mock must have one of the following fields'],
  [
    'a mock of two things',
    LAMBDA,
    { mock: { result: '{}', errorOutput: {} } },
    'ValidationException: A test mock should have only one of the following fields',
  ],
  ...[
    'arn:aws:states:::ecs:runTask.sync',
    'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    'arn:aws:states:eu-west-1:123456789012:activity:work',
  ].map((resource): [string, object, Request, string] => [
    `${resource} without a mock`,
    task(resource),
    { roleArn: 'arn:aws:iam::123456789012:role/any' },
    `InvalidDefinition: TestState API does not support the resource '${resource}' unless a mock is specified`,
  ]),
  [
    'a mocked result that is no object where an object is known',
    LAMBDA,
    { mock: { result: '[]' } },
    `ValidationException: Mock result schema validation error: Field 'result' must be an object`,
  ],
])('%s', async (_, definition, request, expected) => {
  expect(await refusalOf(definition, request)).toContain(expected);
});

const succeed = async (resource: string, result: Json): Promise<Json> => {
  const request = { definition: JSON.stringify(task(resource)), mock: { result: JSON.stringify(result) } };
  const { status, output = 'null' } = await testState(request);
  return [status, JSON.parse(output) as Json];
};

test.each([
  ['arn:aws:states:::glue:startJobRun.sync', { Anything: true }],
  ['arn:aws:states:::aws-sdk:rekognition:detectLabels', { Labels: 'no list' }],
  ['arn:aws:states:::sqs:sendMessage.waitForTaskToken', 'what the token brings'],
  ['arn:aws:states:eu-west-1:123456789012:activity:work', 1],
  ['arn:aws:lambda:eu-west-1:123456789012:function:f', [true]],
  ['arn:aws:states:::http:invoke', null],
])('the answer of %s is not known, so it may be anything', async (resource, result) => {
  expect(await succeed(resource, result)).toEqual(['SUCCEEDED', result]);
});

test('an execution that is waited for answers as DescribeExecution does', async () => {
  const ended = { ExecutionArn: 'arn', StateMachineArn: 'arn', Status: 'SUCCEEDED', StartDate: 0 };
  const resource = 'arn:aws:states:::states:startExecution.sync';
  expect(await succeed(resource, { ...ended, Output: '{}' })).toEqual(['SUCCEEDED', { ...ended, Output: '{}' }]);
  expect(await succeed(`${resource}:2`, { ...ended, Output: {} })).toEqual(['SUCCEEDED', { ...ended, Output: {} }]);
  expect(await refusalOf(task(resource), { mock: { result: JSON.stringify({ ...ended, Output: {} }) } })).toBe(
    `ValidationException: Mock result schema validation error: Field 'Output' must be a string`,
  );
  expect(await refusalOf(task(resource), { mock: { result: '{}' } })).toBe(
    `ValidationException: Mock result schema validation error: Required field 'ExecutionArn' is missing`,
  );
});

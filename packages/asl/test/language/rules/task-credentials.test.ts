import { describe, test } from '@jest/globals';
import { taskCredentials } from '../../../src/language/rules/task-credentials.js';
import { expectProblems, expectValid, jsonata, jsonPath, task } from './harness.js';

describe('taskCredentials', () => {
  test('takes a role, as text, path or expression', () => {
    expectValid(
      taskCredentials,
      jsonPath({ A: task({ Credentials: { RoleArn: 'arn:aws:iam::123456789012:role/r' } }) }),
    );
    expectValid(taskCredentials, jsonPath({ A: task({ Credentials: { 'RoleArn.$': '$.role' } }) }));
    expectValid(taskCredentials, jsonata({ A: task({ Credentials: { RoleArn: '{% $role %}' } }) }));
    expectValid(taskCredentials, jsonata({ A: task({ Credentials: '{% $credentials %}' }) }));
  });

  test('refuses Credentials without a role', () => {
    const message = '/States/A/Credentials: These fields are required: [RoleArn]';
    expectProblems(taskCredentials, jsonPath({ A: task({ Credentials: { Role: 'r' } }) }), [message]);
    expectProblems(taskCredentials, jsonata({ A: task({ Credentials: { 'RoleArn.$': '$.role' } }) }), [message]);
    expectProblems(taskCredentials, jsonPath({ A: task({ Credentials: null }) }), [
      `/States/A/Credentials: 'Credentials' must be an object`,
    ]);
  });
});

import { describe, test } from '@jest/globals';
import { taskTimes } from '../../../src/language/rules/task-times.js';
import { expectProblems, expectValid, jsonata, jsonPath, task } from './harness.js';

describe('taskTimes', () => {
  test('takes numbers, paths and expressions', () => {
    expectValid(taskTimes, jsonPath({ A: task({ TimeoutSeconds: 99_999_999, HeartbeatSeconds: 1 }) }));
    expectValid(taskTimes, jsonPath({ A: task({ TimeoutSecondsPath: '$.t', HeartbeatSeconds: 5 }) }));
    expectValid(taskTimes, jsonata({ A: task({ TimeoutSeconds: '{% 60 %}', HeartbeatSeconds: 100 }) }));
  });

  test('refuses what is out of range, an expression in JSONPath, and text', () => {
    expectProblems(taskTimes, jsonPath({ A: task({ TimeoutSeconds: 0, HeartbeatSeconds: 1.5 }) }), [
      `/States/A/TimeoutSeconds: 'TimeoutSeconds' must be a whole number, 1 to 99999999`,
      `/States/A/HeartbeatSeconds: 'HeartbeatSeconds' must be a whole number`,
      `/States/A/HeartbeatSeconds: 'HeartbeatSeconds' must be less than 'TimeoutSeconds'`,
    ]);
    expectProblems(taskTimes, jsonPath({ A: task({ TimeoutSeconds: '{% 60 %}' }) }), [
      `/States/A/TimeoutSeconds: 'TimeoutSeconds' must be a whole number`,
    ]);
    expectProblems(taskTimes, jsonata({ A: task({ TimeoutSeconds: '60' }) }), [
      `/States/A/TimeoutSeconds: 'TimeoutSeconds' must be a whole number or an expression`,
    ]);
  });

  test('refuses a number beside its path, and a heartbeat that is not shorter', () => {
    expectProblems(taskTimes, jsonPath({ A: task({ TimeoutSeconds: 10, TimeoutSecondsPath: '$.t' }) }), [
      '/States/A: Only one of these fields is allowed: [TimeoutSeconds, TimeoutSecondsPath]',
    ]);
    expectProblems(taskTimes, jsonPath({ A: task({ TimeoutSeconds: 10, HeartbeatSeconds: 10 }) }), [
      `/States/A/HeartbeatSeconds: 'HeartbeatSeconds' must be less than 'TimeoutSeconds'`,
    ]);
  });
});

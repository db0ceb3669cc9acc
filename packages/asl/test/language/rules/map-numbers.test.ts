import { describe, test } from '@jest/globals';
import { mapNumbers } from '../../../src/language/rules/map-numbers.js';
import { expectProblems, expectValid, jsonata, jsonPath, mapState } from './harness.js';

describe('mapNumbers', () => {
  test('takes the ends of the ranges, paths and expressions', () => {
    const ends = { MaxConcurrency: 0, ToleratedFailureCount: 0, ToleratedFailurePercentage: 100 };
    expectValid(mapNumbers, jsonPath({ A: mapState(ends) }));
    expectValid(mapNumbers, jsonPath({ A: mapState({ MaxConcurrencyPath: '$.m', ToleratedFailurePercentage: 0.5 }) }));
    expectValid(mapNumbers, jsonata({ A: mapState({ MaxConcurrency: '{% 1 %}', ToleratedFailureCount: '{% 2 %}' }) }));
  });

  test('refuses what is beyond', () => {
    const beyond = { MaxConcurrency: -1, ToleratedFailureCount: 1.5, ToleratedFailurePercentage: 100.1 };
    expectProblems(mapNumbers, jsonPath({ A: mapState(beyond) }), [
      `/States/A/MaxConcurrency: 'MaxConcurrency' must be a whole number, 0 or more`,
      `/States/A/ToleratedFailureCount: 'ToleratedFailureCount' must be a whole number`,
      `/States/A/ToleratedFailurePercentage: 'ToleratedFailurePercentage' must be a number, 0 to 100`,
    ]);
  });

  test('refuses a number beside its path', () => {
    expectProblems(mapNumbers, jsonPath({ A: mapState({ MaxConcurrency: 1, MaxConcurrencyPath: '$.m' }) }), [
      '/States/A: Only one of these fields is allowed: [MaxConcurrency, MaxConcurrencyPath]',
    ]);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { StateMachine } from '@flowmap/asl/language';
import { run } from '../src/index.js';
import { ports } from './ports.js';

const double: StateMachine = {
  QueryLanguage: 'JSONata',
  StartAt: 'each',
  States: {
    each: {
      Type: 'Map',
      Items: '{% $states.input.items %}',
      ItemSelector: { n: '{% $states.context.Map.Item.Value %}' },
      ItemProcessor: {
        StartAt: 'double',
        States: {
          double: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Arguments: { Payload: '{% $states.input.n %}' },
            Output: '{% $states.result.Payload %}',
            End: true,
          },
        },
      },
      End: true,
    },
  },
};

describe('run', () => {
  test('an inline map of tasks gives their outputs in item order', async () => {
    const outcome = await run(
      double,
      { items: [1, 2, 3] },
      ports(({ arguments: args }) => ({ Payload: (args as { Payload: number }).Payload * 2 })),
    );
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: [2, 4, 6] });
  });
});

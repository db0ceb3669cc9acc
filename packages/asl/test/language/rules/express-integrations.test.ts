import { describe, test } from '@jest/globals';
import { expressIntegrations } from '../../../src/language/rules/express-integrations.js';
import { distributedMap, expectProblems, expectValid, jsonPath, mapState, task } from './harness.js';

const waiting = [
  ['arn:aws:states:::batch:submitJob.sync', `'.sync' service integration `],
  ['arn:aws:states:::states:startExecution.sync:2', `'.sync' service integration `],
  ['arn:aws:states:::sqs:sendMessage.waitForTaskToken', `'.waitForTaskToken' service integration `],
  ['arn:aws:states:eu-west-1:123456789012:activity:press', 'activities'],
] as const;

describe('expressIntegrations', () => {
  test.each(waiting)('%s waits, so EXPRESS refuses it and STANDARD does not', (Resource, what) => {
    const definition = jsonPath({ A: task({ Resource }) });
    expectValid(expressIntegrations, definition);
    expectProblems(
      expressIntegrations,
      definition,
      [`/States/A/Resource: Express state machine does not support ${what}`],
      { type: 'EXPRESS' },
    );
  });

  test('takes what answers at once', () => {
    expectValid(expressIntegrations, jsonPath({ A: task(), B: mapState() }), { type: 'EXPRESS' });
  });

  test('refuses a DISTRIBUTED Map', () => {
    expectProblems(
      expressIntegrations,
      jsonPath({ A: distributedMap() }),
      ['/States/A: Express state machine does not support Distributed Map'],
      { type: 'EXPRESS' },
    );
  });

  test('EXPRESS children of a STANDARD machine are EXPRESS, with what they nest', () => {
    const inner = jsonPath({ B: task({ Resource: waiting[0][0] }) });
    const nested = jsonPath({ C: { Type: 'Map', ItemProcessor: inner, End: true } });
    const outer = (ExecutionType: string) => ({
      Type: 'Map',
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType }, ...nested },
      End: true,
    });
    expectValid(expressIntegrations, jsonPath({ A: outer('STANDARD') }));
    expectProblems(expressIntegrations, jsonPath({ A: outer('EXPRESS') }), [
      `/States/A/ItemProcessor/States/C/ItemProcessor/States/B/Resource: Express state machine does not support ${waiting[0][1]}`,
    ]);
  });
});

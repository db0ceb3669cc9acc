import type { StateMachine } from '@flowmap/asl/language';

/** Charges, waits an hour, and ships three parcels in children of a Map Run. */
export const ORDERS: StateMachine = {
  QueryLanguage: 'JSONata',
  StartAt: 'Charge',
  States: {
    Charge: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'charge', Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 30 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Apologise' }],
      Next: 'Tomorrow',
    },
    Tomorrow: { Type: 'Wait', Seconds: 86_400, Next: 'Each' },
    Each: {
      Type: 'Map',
      Items: "{% ['a', 'b', 'c'] %}",
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Ship',
        States: { Ship: { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true } },
      },
      End: true,
    },
    Apologise: { Type: 'Fail', Error: '{% $states.input.Error %}', Cause: 'We are sorry' },
  },
};

/** Answers for all its tasks. */
export const ORDERS_MOCKS = {
  Charge: [{ Throw: { Error: 'Busy', Cause: 'too many' } }, { Return: { Payload: { id: 7 } } }],
  Ship: { '0-1': { Return: 'sent' }, '2': { Return: 'sent last' } },
};

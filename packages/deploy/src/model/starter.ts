import type { Target } from '@flowmap/asl';
import type { StateMachine } from '@flowmap/asl/language';
import { LIVE } from './names.js';

/** Calls that fail for a reason that passes are made again for two and a half minutes: a start is not to be lost for it. */
const RETRY = { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 5, BackoffRate: 2 };

const STARTED_BEFORE = 'Sfn.ExecutionAlreadyExistsException';

/**
 * The state machine that starts a flow unless a run of it is running. Its input is `{ "input": "..." }`, the text of the run's input: the text
 * goes on as it is, so no number loses digits. The run has the name of the starter's execution, so that a start that is tried again, since
 * its answer was lost, is the same run.
 */
export function starterDefinition({ partition, region, account, machine }: Omit<Target, 'code'>): StateMachine {
  const arn = `arn:${partition}:states:${region}:${account}:stateMachine:${machine}`;
  const call = (action: string): string => `arn:${partition}:states:::aws-sdk:sfn:${action}`;
  return {
    Comment: `Starts ${machine}, unless a run of it is running`,
    QueryLanguage: 'JSONata',
    StartAt: 'Look for a run',
    States: {
      'Look for a run': {
        Type: 'Task',
        Resource: call('listExecutions'),
        Arguments: { StateMachineArn: arn, StatusFilter: 'RUNNING', MaxResults: 1 },
        Assign: { input: '{% $states.input.input %}' },
        Output: '{% { "running": $count($states.result.Executions) } %}',
        Retry: [RETRY],
        Next: 'Is one running',
      },
      'Is one running': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.running > 0 %}', Next: 'Skip' }],
        Default: 'Start',
      },
      Start: {
        Type: 'Task',
        Resource: call('startExecution'),
        Arguments: {
          StateMachineArn: `${arn}:${LIVE}`,
          Name: '{% $states.context.Execution.Name %}',
          Input: '{% $input %}',
        },
        Output: '{% { "started": $states.result.ExecutionArn } %}',
        Retry: [{ ErrorEquals: [STARTED_BEFORE], MaxAttempts: 0 }, RETRY],
        Catch: [{ ErrorEquals: [STARTED_BEFORE], Next: 'Started before' }],
        End: true,
      },
      'Started before': { Type: 'Succeed' },
      Skip: { Type: 'Succeed' },
    },
  };
}

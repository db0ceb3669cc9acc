import { type HistoryEvent, type Outcome, run, simulatedClock } from '../../src/index.js';
import { Answers } from './answers.js';
import { bucketsOf } from './buckets.js';
import type { Case } from './cases.js';

/** What the engine made of a recorded execution. */
export interface Replay {
  readonly outcome: Outcome;
  /** Events of the execution itself, not of its children. */
  readonly history: readonly HistoryEvent[];
}

/** Runs a recorded execution, in virtual time from when it started. */
export async function replay(recorded: Case): Promise<Replay> {
  const { context, expect } = recorded;
  const answers = new Answers(recorded);
  const history: HistoryEvent[] = [];
  const stop = new AbortController();
  let ids = 0;
  const outcome = await run(
    recorded.definition,
    recorded.input,
    {
      task: (request) => answers.answer(request),
      // The recording tells of no other reason for which an activity is gone.
      activityExists: () => expect.cause?.includes('does not exist') !== true,
      objects: bucketsOf(recorded).storage,
      clock: simulatedClock(Date.parse(context.now)),
      random: () => 0.5,
      uuid: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
      record: (event) => {
        if (event.mapRun !== undefined) return;
        history.push(event);
        // Somebody stopped it while it waited.
        if (expect.status === 'ABORTED' && event.type === 'WaitStateEntered') setImmediate(() => stop.abort());
      },
    },
    {
      name: context.executionName,
      type: recorded.stateMachineType,
      machine: context.stateMachineName,
      account: context.accountId,
      region: context.region,
      role: context.roleArn,
      signal: stop.signal,
    },
  );
  return { outcome, history };
}

import { isDeepStrictEqual } from 'node:util';
import type { Json } from '@flowmap/asl/language';
import { type HistoryEvent, type Outcome, run, simulatedClock, type TaskRequest } from '../../src/index.js';
import type { Case, Trace } from './cases.js';

/** What the engine made of a recorded execution. */
export interface Replay {
  readonly outcome: Outcome;
  /** Events of the execution itself, not of its children. */
  readonly history: readonly HistoryEvent[];
}

/** Runs a recorded execution; its tasks answer as they did on the service. */
export async function replay(recorded: Case): Promise<Replay> {
  const { context } = recorded;
  const traces = [...recorded.mocks.taskTrace];
  // Where a recording has lost its event ids, the outcomes are in its events alone.
  const failures = recorded.history.flatMap(({ type, details }) => (type === 'TaskFailed' && details ? [details] : []));
  const history: HistoryEvent[] = [];
  let ids = 0;
  const outcome = await run(
    recorded.definition,
    recorded.input,
    {
      task: async (request) => answer(request, take(traces, request), failures),
      clock: simulatedClock(),
      random: () => 0.5,
      uuid: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
      record: (event) => {
        if (event.mapRun === undefined) history.push(event);
      },
    },
    {
      name: context.executionName,
      type: recorded.stateMachineType,
      machine: context.stateMachineName,
      account: context.accountId,
      region: context.region,
      role: context.roleArn,
    },
  );
  return { outcome, history };
}

function take(traces: Trace[], request: TaskRequest): Trace {
  // Where the recording has lost its event ids, a task's state is not known.
  const ofState = traces.filter(({ state }) => state === request.state || state == null);
  const trace = ofState.find(({ input }) => isDeepStrictEqual(input, request.arguments)) ?? ofState[0];
  if (trace === undefined) throw new Error(`No recorded task of the state ${request.state} is left`);
  traces.splice(traces.indexOf(trace), 1);
  return trace;
}

function answer(
  request: TaskRequest,
  { submitted, outcome }: Trace,
  failures: { readonly error?: string; readonly cause?: string }[],
): Json {
  if (submitted !== undefined) request.submitted(submitted);
  if (outcome?.status === 'SUCCEEDED') return outcome.output ?? null;
  const { cause, error } = outcome ?? failures.shift() ?? {};
  throw Object.assign(new Error(cause ?? ''), { name: error ?? 'States.Timeout' });
}

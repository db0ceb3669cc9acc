import { LIMITS, type Json, type TaskState } from '@flowmap/asl/language';
import { withRecovery } from '../attempts.js';
import type { Value } from '../data/data-flow.js';
import type { Thread } from '../execution.js';
import { dataLimitExceeded, ERRORS, StateFailure, Stopped } from '../failure.js';
import { emit } from '../history.js';
import { type Interrupt, interruptible } from '../interruptible.js';
import type { Compiler } from '../machine/compiler.js';
import type { Node } from '../machine/node.js';
import { isTooLarge } from '../quotas.js';
import { integerWithin } from '../data/expected.js';
import { argumentsOf, enter, leave, type Visit } from '../visit.js';
import { taskEvents } from './task-events.js';

/** Task: its work is the port's. */
export function taskNode(name: string, state: TaskState, compiler: Compiler): Node {
  const flow = compiler.flow(name, state);
  const recovery = compiler.recovery(flow, state);
  const events = taskEvents(state.Resource);
  const timeout = flow.value('TimeoutSeconds');
  const heartbeat = flow.value('HeartbeatSeconds');
  const seconds = async (visit: Visit, value: Value | undefined): Promise<number | undefined> =>
    value && (await flow.valueOf(visit, value, integerWithin(value.field, 1, LIMITS.timeoutSeconds)));

  async function attempt(visit: Visit): Promise<Json> {
    const { thread, ports } = visit;
    const { execution } = thread;
    const args = await argumentsOf(visit, flow);
    if (execution.environment.quotas && args !== visit.input && isTooLarge(args)) throw dataLimitExceeded(name);
    const limit = await seconds(visit, timeout);
    const beat = await seconds(visit, heartbeat);
    await emit(thread, events.scheduled, {
      [events.argumentsField]: args,
      ...(events.resource === undefined ? { resource: state.Resource } : { region: execution.environment.region }),
      ...events.resource,
      ...(limit === undefined ? {} : { timeoutInSeconds: limit }),
      ...(beat === undefined ? {} : { heartbeatInSeconds: beat }),
    });
    await emit(thread, events.started, events.resource);
    let submission: Promise<void> | undefined;
    const submitted = (answer?: Json): Promise<void> | undefined => {
      if (events.submitted === undefined) return undefined;
      const details = { ...(answer === undefined ? {} : { output: answer }), ...events.resource };
      submission ??= recordSubmitted(thread, events.submitted, details);
      return submission;
    };
    const deadline = limit === undefined ? undefined : { clock: ports.clock, milliseconds: limit * 1000 };
    const work = (interrupt: Interrupt): Promise<Json> =>
      ports.task({
        resource: state.Resource,
        arguments: args,
        state: name,
        execution: execution.arn,
        attempt: visit.retries,
        get signal() {
          return interrupt.signal;
        },
        // What the recorder has against it comes out below.
        submitted: (first) => void submitted(first)?.catch(() => undefined),
        hold: () => interrupt.hold(),
      });
    let result: Json;
    try {
      const answer: Json | undefined = await interruptible(thread.stop, execution.environment.pace, work, deadline);
      // A handler without a result answers as a function without one does.
      result = answer === undefined ? null : answer;
      // Unlike a state's output, a task's result over the limit can be caught.
      if (execution.environment.quotas && isTooLarge(result)) throw dataLimitExceeded(events.subject, false);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      await submission;
      throw await recorded(visit, error instanceof StateFailure ? error : failureOf(error));
    }
    await submitted();
    await emit(thread, events.succeeded, { output: result, ...events.resource });
    return result;
  }

  async function recorded(visit: Visit, failure: StateFailure): Promise<StateFailure> {
    const isTimeout = failure.error === ERRORS.timeout || failure.error === ERRORS.heartbeat;
    await emit(visit.thread, isTimeout ? events.timedOut : events.failed, {
      ...(failure.error === undefined ? {} : { error: failure.error }),
      ...(failure.explanation === undefined || failure.explanation === '' ? {} : { cause: failure.explanation }),
      ...events.resource,
    });
    return failure;
  }

  return {
    name,
    kind: 'Task',
    async run(thread, input) {
      const visit = await enter(thread, name, 'Task', input, flow);
      return await withRecovery(visit, recovery, async () => {
        visit.result = await attempt(visit);
        visit.inspect('result', visit.result);
        return await leave(visit, flow.ending, visit.result);
      });
    },
  };
}

async function recordSubmitted(thread: Thread, type: string, details: Json): Promise<void> {
  await emit(thread, type, details);
}

/** What a task handler threw, as the state's failure. */
function failureOf(error: unknown): StateFailure {
  if (typeof error !== 'object' || error === null) return new StateFailure('Error', String(error));
  const { name, message } = error as { readonly name?: unknown; readonly message?: unknown };
  return new StateFailure(
    typeof name === 'string' && name !== '' ? name : 'Error',
    typeof message === 'string' ? message : '',
  );
}

import { LIMITS, type Json, type TaskState } from '@flowmap/asl/language';
import { withRecovery } from '../attempts.js';
import type { Value } from '../data/data-flow.js';
import { integerWithin } from '../data/expected.js';
import { dataLimitExceeded, Stopped } from '../failure.js';
import { type Interrupt, interruptible } from '../interruptible.js';
import type { Compiler } from '../machine/compiler.js';
import type { Move, Node } from '../machine/node.js';
import { isTooLarge } from '../quotas.js';
import { taskToken } from '../tokens/token.js';
import { argumentsOf, enter, evaluate, leave, type Visit } from '../visit.js';
import { TaskCall } from './task-call.js';
import { failureOf, NoTaskHandler } from './task-failure.js';
import { taskEvents } from './task-events.js';
import { TaskRecord } from './task-record.js';

/** Task: its work is the port's. */
export function taskNode(name: string, state: TaskState, compiler: Compiler): Node {
  const flow = compiler.flow(name, state);
  const recovery = compiler.recovery(flow, state);
  const events = taskEvents(state.Resource);
  const timeout = flow.value('TimeoutSeconds');
  const heartbeat = flow.value('HeartbeatSeconds');
  const credentials = flow.template('Credentials', state.Credentials);
  const seconds = (visit: Visit, value: Value): Promise<number> =>
    flow.valueOf(visit, value, integerWithin(value.field, 1, LIMITS.timeoutSeconds));

  async function attempt(visit: Visit): Promise<Move> {
    const { thread, ports } = visit;
    const { execution } = thread;
    const { quotas, pace } = execution.environment;
    if (events.hasToken) {
      const { arn, redrives = 0 } = execution;
      visit.token = taskToken({ execution: arn, entered: visit.entered, redrives, attempt: visit.retries });
    }
    const scheduled = execution.past && TaskRecord.scheduledBefore(thread, events);
    const made =
      scheduled === undefined && flow.arguments !== undefined ? await argumentsOf(visit, flow) : visit.effective;
    const args = scheduled === undefined ? made : scheduled.arguments;
    if (quotas && args !== visit.input && isTooLarge(args)) throw dataLimitExceeded(name);
    const limit = timeout && (await seconds(visit, timeout));
    const beat = heartbeat && (await seconds(visit, heartbeat));
    const given = credentials && (await evaluate(visit, credentials));
    if (events.startedBy === 'worker' && scheduled === undefined) await checkActivity(visit);

    const record = new TaskRecord(thread, events);
    const role = given === undefined ? undefined : roleOf(visit, given);
    const held = record.scheduled({ resource: state.Resource, role, arguments: args, timeout: limit, heartbeat: beat });
    if (held !== undefined) await held;
    const work = (interrupt: Interrupt): Promise<Json> => {
      if (record.isStarted) interrupt.heartbeat();
      const parts = { resource: state.Resource, arguments: args, credentials: given, record, interrupt };
      return ports.task(new TaskCall(visit, parts));
    };
    let result: Json;
    try {
      const before = execution.past === undefined ? undefined : await record.again();
      // The time of work that is under way since before a restart goes on, whether or not this process ran.
      const spent = record.submission === undefined ? 0 : ports.clock.now() - thread.at;
      const limits =
        limit === undefined && beat === undefined
          ? undefined
          : { clock: ports.clock, whole: milliseconds(limit, spent), heartbeat: milliseconds(beat) };
      const answer: Json | undefined =
        before === undefined ? await interruptible(thread.stop, pace, work, limits) : before.output;
      // A handler without a result answers as a function without one does.
      result = answer === undefined ? null : answer;
      // Unlike a state's output, a task's result over the limit can be caught.
      if (quotas && isTooLarge(result)) throw dataLimitExceeded(events.subject, false);
    } catch (error) {
      if (error instanceof Stopped || error instanceof NoTaskHandler) {
        record.dropped();
        throw error;
      }
      const failure = failureOf(error);
      await record.failed(failure);
      throw failure;
    }
    const ended = record.succeeded(result);
    if (ended !== undefined) await ended;
    visit.result = result;
    visit.inspect('result', result);
    return await leave(visit, flow.ending, result);
  }

  async function checkActivity(visit: Visit): Promise<void> {
    if ((await visit.ports.activityExists?.(state.Resource)) !== false) return;
    throw visit.runtimeFailure(`The activity ${state.Resource} does not exist.`);
  }

  function roleOf(visit: Visit, given: Json): string {
    const { RoleArn: role } = given as { readonly RoleArn?: Json };
    if (typeof role === 'string') return role;
    // The sentence is not recorded.
    throw visit.runtimeFailure(
      `The RoleArn of the field 'Credentials' must be a string but was: ${JSON.stringify(role)}`,
    );
  }

  return {
    name,
    kind: 'Task',
    async run(thread, input) {
      const entered = enter(thread, name, 'Task', input, flow);
      const visit = entered instanceof Promise ? await entered : entered;
      return await withRecovery(visit, recovery, attempt);
    },
  };
}

/** Of so many seconds, what is left when some milliseconds are spent. */
function milliseconds(seconds: number | undefined, spent = 0): number | undefined {
  return seconds === undefined ? undefined : Math.max(0, seconds * 1000 - spent);
}

import type { Json, StateMachine } from '@flowmap/asl/language';
import { executionArn } from '../arn.js';
import { withDefaults } from '../default-ports.js';
import type { Clock, Ports, TaskRequest } from '../ports.js';
import { type Running, start } from '../start.js';
import { NoTaskHandler } from '../states/task-failure.js';
import { type MachinePlace, machinePlace, type StartArguments, startArguments } from './nested-arguments.js';
import { describeFailed, describeSucceeded, type Nested, startAnswer } from './nested-description.js';
import { stepFunctionsError } from './service-answer.js';
import type { TaskHandlers } from './task-handler.js';

/** A state machine that others start. */
export interface NestedMachine {
  readonly definition: StateMachine;
  /** Default STANDARD. */
  readonly type?: 'STANDARD' | 'EXPRESS';
}

/** What `nestedExecutions` needs. */
export interface NestedOptions {
  /** By ARN, or by bare name. */
  readonly machines: Readonly<Record<string, StateMachine | NestedMachine>>;
  /**
   * The ports of the executions that are started, asked for at the first start: they may hold these handlers. Their clock
   * is that of the execution that starts them, or time passes without the one that waits.
   */
  ports(): Partial<Ports> & { readonly clock: Clock };
  /** Is told each execution that is started, by its ARN: to see its events, and the outcome of one nobody waits for. */
  onStart?(execution: string, running: Running): void;
}

/** An execution of this table. */
interface Entry {
  readonly nested: Nested;
  readonly input: string;
  readonly running: Running;
}

const START = 'arn:aws:states:::states:startExecution';

/**
 * Handlers for `states:startExecution`, alone and with `.sync`, `.sync:2` and `.waitForTaskToken`: they run state machines
 * inside the test. Put them among others: `taskHandlers({ ...nestedExecutions({ machines, ports }), ... })`.
 *
 * A name is used once: with the same input while its execution runs, the same execution is meant; otherwise the task
 * fails with ExecutionAlreadyExists. An execution that does not succeed fails a task that waits for it with
 * States.TaskFailed, its description being the cause. A task that is stopped stops the execution that it waits for.
 */
export function nestedExecutions(options: NestedOptions): TaskHandlers {
  const table = new Map<string, Entry>();
  let known: Ports | undefined;
  const ports = (): Ports => (known ??= withDefaults(options.ports()));

  const begin = async (asked: StartArguments): Promise<Entry> => {
    const place = machinePlace(asked.machine);
    const { definition, type = 'STANDARD' } = machineOf(options.machines, asked, place);
    const at = place as MachinePlace;
    const name = asked.name ?? ports().uuid();
    const named = executionArn(at, at.name, name, type);
    const input = JSON.stringify(asked.input);
    const before = table.get(named);
    if (before !== undefined) {
      if (before.nested.stopped === undefined && before.input === input) return before;
      throw stepFunctionsError('ExecutionAlreadyExists', `Execution Already Exists: '${named}'`);
    }
    const started = ports().clock.now();
    const { account, region } = at;
    const running = start(definition, asked.input, ports(), { name, type, account, region, machine: at.name });
    // Names of EXPRESS executions are free to be used again, and the ARN has an id that is not known before.
    const arn = type === 'EXPRESS' ? await arnOf(running) : named;
    const nested: Nested = { arn, name, machineArn: at.arn, input: asked.input, started, stopped: undefined };
    const stopped = (): void => void (nested.stopped = ports().clock.now());
    running.outcome.then(stopped, stopped);
    options.onStart?.(arn, running);
    const entry = { nested, input, running };
    if (type === 'STANDARD') table.set(named, entry);
    return entry;
  };

  const wait = async (request: TaskRequest, asText: boolean): Promise<Json> => {
    const asked = startArguments(request.arguments);
    refuseExpress(options.machines, asked, request);
    const { ExecutionArn: submitted } = (request.submission ?? {}) as { readonly ExecutionArn?: string };
    const { nested, running } = (submitted && table.get(submitted)) || (await begin(asked));
    request.submitted(startAnswer(nested));
    const stop = (): void => running.abort();
    request.signal.addEventListener('abort', stop, { once: true });
    const outcome = await running.outcome.finally(() => request.signal.removeEventListener('abort', stop));
    if (outcome.status === 'SUCCEEDED') return describeSucceeded(nested, outcome.output, asText);
    throw Object.assign(new Error(JSON.stringify(describeFailed(nested, outcome))), { name: 'States.TaskFailed' });
  };

  const alone = async (input: Json): Promise<Json> => {
    const { nested, running } = await begin(startArguments(input));
    // That it is broken must not stay unseen because nobody waits for it.
    if (options.onStart === undefined) void running.outcome.finally(() => undefined);
    return startAnswer(nested);
  };
  return {
    [START]: alone,
    [`${START}.waitForTaskToken`]: alone,
    [`${START}.sync`]: (_, request) => wait(request, true),
    [`${START}.sync:2`]: (_, request) => wait(request, false),
  };
}

/** The ARN of an execution, from its first event. */
async function arnOf(running: Running): Promise<string> {
  for await (const { execution } of running.events()) return execution;
  throw new Error('An execution has ended without an event: please report this');
}

function machineOf(
  machines: NestedOptions['machines'],
  { machine }: StartArguments,
  place: MachinePlace | undefined,
): NestedMachine {
  const key = [machine, place?.arn, place?.name].find((text) => text !== undefined && Object.hasOwn(machines, text));
  const found = key === undefined ? undefined : machines[key];
  if (found === undefined || place === undefined) {
    throw stepFunctionsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${machine}'`);
  }
  return 'definition' in found ? found : { definition: found };
}

/** The service gets no events of such executions and would wait for ever. */
function refuseExpress(machines: NestedOptions['machines'], asked: StartArguments, request: TaskRequest): void {
  if (machineOf(machines, asked, machinePlace(asked.machine)).type !== 'EXPRESS') return;
  throw new NoTaskHandler(
    `The state '${request.state}' waits for an execution of the EXPRESS machine ${asked.machine}: .sync is for STANDARD ones`,
  );
}

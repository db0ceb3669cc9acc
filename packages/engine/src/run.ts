import type { Json, StateMachine } from '@flowmap/asl/language';
import { Abortion } from './abortion.js';
import { executionArn, machineArn } from './arn.js';
import { withDefaults } from './default-ports.js';
import { execute } from './execute.js';
import { type Environment, type Execution, isoTime } from './execution.js';
import { type RecordedRun, readRecordedRun } from './journal/recorded-run.js';
import { redriven, replay, resumed } from './journal/resume.js';
import { compileMachine } from './machine/machine.js';
import { Pace } from './pace.js';
import type { Outcome, Ports, RunOptions } from './ports.js';
import { Stop } from './stop.js';

/**
 * Runs a state machine and tells how its execution ended: a failed execution is an outcome, not an error.
 * A definition is compiled at its first run and must not be changed afterwards.
 * Ports that are not given are those of a test: time that passes by itself, and the same random numbers and ids each time
 * (see withDefaults). Throws DefinitionError for a definition that the engine refuses, NoTaskHandler, and what a port
 * other than `task` throws.
 */
export async function run(
  definition: StateMachine,
  input: Json,
  given: Partial<Ports> = {},
  options: RunOptions = {},
): Promise<Outcome> {
  const ports = withDefaults(given);
  const machine = compileMachine(definition, options.type ?? 'STANDARD', options.quotas !== 'off');
  const recorded = options.past === undefined ? undefined : await readRecordedRun(options.past);
  const stop = new Stop();
  const root = rootOf(input, ports, options, stop, recorded);
  if (root === undefined) return recorded?.root?.outcome as Outcome;
  const abort = (): void => {
    const reason: unknown = options.signal?.reason;
    stop.stop('aborted', reason instanceof Abortion ? reason : undefined);
  };
  if (options.signal?.aborted === true) abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    return await execute(root, machine.block, machine.timeoutSeconds);
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

/** Undefined for a recorded execution that has ended. */
function rootOf(
  input: Json,
  ports: Ports,
  options: RunOptions,
  stop: Stop,
  recorded: RecordedRun | undefined,
): Execution | undefined {
  const environment = environmentOf(ports, options, recorded);
  const now = ports.clock.now();
  const past = recorded?.root;
  const from = past && ((options.redrive === true ? redriven(past, now) : undefined) ?? resumed(past));
  if (past?.outcome !== undefined) return undefined;
  const type = options.type ?? 'STANDARD';
  const name = past === undefined ? (options.name ?? ports.uuid()) : (past.arn.split(':')[7] ?? '');
  // Names of EXPRESS executions may be used again, so their ARNs end with an id.
  const ending = type === 'EXPRESS' ? `:${ports.uuid()}` : '';
  const root: Execution = {
    environment,
    arn: past?.arn ?? executionArn(environment, environment.machine, name, type) + ending,
    name,
    type,
    input,
    started: isoTime(past?.started ?? now),
    machineArn: machineArn(environment, environment.machine),
    machineName: environment.machine,
    stop,
    events: 0,
    ...from,
  };
  if (past !== undefined) replay(root, past);
  return root;
}

function environmentOf(ports: Ports, options: RunOptions, recorded: RecordedRun | undefined): Environment {
  const account = options.account ?? '123456789012';
  return {
    ports,
    pace: new Pace(),
    quotas: options.quotas !== 'off',
    account,
    region: options.region ?? 'us-east-1',
    role: options.role ?? `arn:aws:iam::${account}:role/role`,
    machine: options.machine ?? 'machine',
    ...(recorded === undefined ? {} : { recorded }),
  };
}

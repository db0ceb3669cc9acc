import type { Json, StateMachine } from '@flowmap/asl/language';
import { executionArn, machineArn } from './arn.js';
import { execute } from './execute.js';
import { type Environment, type Execution, isoTime } from './execution.js';
import { compileMachine } from './machine/machine.js';
import { Pace } from './pace.js';
import type { Outcome, Ports, RunOptions } from './ports.js';
import { Stop } from './stop.js';

/**
 * Runs a state machine and tells how its execution ended: a failed execution is an outcome, not an error.
 * A definition is compiled at its first run and must not be changed afterwards.
 * Throws DefinitionError for a definition that the engine refuses, and what a port other than `task` throws.
 */
export async function run(
  definition: StateMachine,
  input: Json,
  ports: Ports,
  options: RunOptions = {},
): Promise<Outcome> {
  const machine = compileMachine(definition, options.type ?? 'STANDARD');
  const stop = new Stop();
  const abort = (): void => stop.stop('aborted');
  if (options.signal?.aborted === true) abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    return await execute(rootOf(input, ports, options, stop), machine.block, machine.timeoutSeconds);
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

function rootOf(input: Json, ports: Ports, options: RunOptions, stop: Stop): Execution {
  const account = options.account ?? '123456789012';
  const environment: Environment = {
    ports,
    pace: new Pace(),
    quotas: options.quotas !== 'off',
    account,
    region: options.region ?? 'us-east-1',
    role: options.role ?? `arn:aws:iam::${account}:role/role`,
    machine: options.machine ?? 'machine',
  };
  const type = options.type ?? 'STANDARD';
  const name = options.name ?? ports.uuid();
  return {
    environment,
    arn: executionArn(environment, environment.machine, name, type),
    name,
    type,
    input,
    started: isoTime(ports.clock.now()),
    machineArn: machineArn(environment, environment.machine),
    machineName: environment.machine,
    stop,
    events: 0,
  };
}

import type { Argv } from 'yargs';
import { type MachineType, MACHINE_TYPES } from '../asl/machine-types.js';
import type { ExitStatus, Io } from '../io.js';
import type { AslRunFlags } from './asl-run.js';
import type { AslValidateFlags } from './asl-validate.js';

/** `flow-cli asl`: commands for any state machine, ours or not. `then` takes the work of the one that was called. */
export function addAslCommands(y: Argv, io: Io, then: (work: Promise<ExitStatus>) => Promise<void>): Argv {
  return y
    .usage('Usage: $0 asl <command> DEFINITION [options]')
    .command('run <definition>', 'Run a state machine here, its tasks answered by mocks', addRun, (argv) =>
      then(import('./asl-run.js').then(({ aslRun }) => aslRun(argv as unknown as AslRunFlags, io))),
    )
    .command<AslValidateFlags>('validate <definition>', 'Say what is wrong with a state machine', addValidate, (argv) =>
      then(import('./asl-validate.js').then(({ aslValidate }) => aslValidate(argv, io))),
    )
    .demandCommand(1, 'Say what to do with the state machine: run or validate.')
    .epilogue('DEFINITION is a file of the Amazon States Language in JSON, or - for standard input.');
}

function addDefinition<T>(y: Argv<T>): Argv<T & { definition: string; type: MachineType; json: boolean }> {
  return y
    .positional('definition', {
      type: 'string',
      demandOption: true,
      // yargs gives a lone hyphen as an empty text.
      coerce: (path: string) => (path === '' ? '-' : path),
      describe: 'The state machine as JSON; - for standard input',
    })
    .option('type', { choices: MACHINE_TYPES, default: 'STANDARD' as const, describe: 'Type of the state machine' })
    .option('json', { type: 'boolean', default: false, describe: 'Print one JSON document, for programs' });
}

function addValidate(y: Argv): Argv<AslValidateFlags> {
  return addDefinition(y);
}

function addRun(y: Argv): Argv {
  return addDefinition(y)
    .option('input', {
      type: 'string',
      requiresArg: true,
      describe: 'File with the input as JSON; - for standard input',
    })
    .option('input-json', { type: 'string', requiresArg: true, describe: 'The input itself, as JSON. Default: {}' })
    .option('mocks', { type: 'string', requiresArg: true, describe: 'File with the answers of Task states' })
    .option('test-case', { type: 'string', requiresArg: true, describe: 'Which test case of the mocks' })
    .option('machine', {
      type: 'string',
      requiresArg: true,
      describe: 'Name of the state machine. Default: of the file',
    })
    .option('name', { type: 'string', requiresArg: true, describe: 'Name of the execution. Default: a UUID' })
    .option('quotas', {
      choices: ['on', 'off'] as const,
      default: 'on' as const,
      describe: "The service's limits on payloads and events",
    })
    .option('s3', {
      type: 'string',
      requiresArg: true,
      describe: 'Folder whose folders serve as buckets to Map states',
    })
    .option('real-time', { type: 'boolean', default: false, describe: 'Let waits and retries take their time' })
    .option('history', { type: 'boolean', default: false, describe: 'With --json: all events too' })
    .option('quiet', { type: 'boolean', alias: 'q', default: false, describe: 'No events, only the result' });
}

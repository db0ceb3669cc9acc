import yargs, { type Argv } from 'yargs';
import { isFlowError } from '@flowmap/graph';
import { addAslCommands } from './commands/asl.js';
import { addStrategyOptions } from './commands/strategy-options.js';
import { addRunOptions, type RunFlags } from './commands/run-options.js';
import { addLocalOptions, type LocalFlags } from './commands/local-options.js';
import { FORMATS, type ShowFlags } from './commands/show.js';
import type { CheckFlags } from './commands/check.js';
import type { CompileFlags } from './commands/compile.js';
import { addDeployOptions, type DeployFlags } from './commands/deploy-options.js';
import { addPoliciesOptions, type PoliciesFlags } from './commands/policies-options.js';
import type { ForecastFlags } from './commands/forecast.js';
import { addBootstrapOptions, type BootstrapFlags } from './commands/bootstrap-options.js';
import { addInfraOptions, type InfraFlags } from './commands/infra-options.js';
import { addLoadOptions } from './commands/load-options.js';
import { addOperateCommands } from './commands/operate-commands.js';
import type { ExitStatus, Io } from './io.js';
import { Mistake } from './mistake.js';
import { painter } from './render/paint.js';

/**
 * Runs a command line and gives its exit status: 0 well, 1 the flow failed, 2 the user's mistake, 130 interrupted. Nothing but the
 * given outputs is written to.
 */
export async function runCli(args: readonly string[], io: Io): Promise<ExitStatus> {
  let status: ExitStatus = 0;
  const then = (work: Promise<ExitStatus>): Promise<void> => work.then((given) => void (status = given));
  const parser = createParser(args)
    .usage('Usage: $0 <command> FILE [options]')
    .command(
      'run [file]',
      'Run a flow on this machine',
      (y) => addRunOptions(y).help(false).strict(false),
      (argv) => then(import('./commands/run.js').then(({ run }) => run(args, argv as unknown as RunFlags, io))),
    )
    .command<CompileFlags>('compile <file>', 'Print the state machine of a flow', addCompileOptions, (argv) =>
      then(import('./commands/compile.js').then(({ compile }) => compile(argv, io))),
    )
    .command<CheckFlags>('check <file>', 'Say what is wrong with a flow', addCheckOptions, (argv) =>
      then(import('./commands/check.js').then(({ check }) => check(argv, io))),
    )
    .command<ShowFlags>('show <file>', 'Draw the graph of a flow', addShowOptions, (argv) =>
      then(import('./commands/show.js').then(({ show }) => show(argv, io))),
    )
    .command<ForecastFlags>('forecast <file>', 'Say what a run will take on AWS', addForecastOptions, (argv) =>
      then(import('./commands/forecast.js').then(({ forecast }) => forecast(argv, io))),
    )
    .command<DeployFlags>('deploy <file>', 'Put a flow on AWS', addDeployOptions, (argv) =>
      then(import('./commands/deploy.js').then(({ deploy }) => deploy(argv, io))),
    )
    .command<LocalFlags>('local', 'Serve an AWS account on this machine', addLocalOptions, (argv) =>
      then(import('./commands/local.js').then(({ local }) => local(argv, io))),
    )
    .command<InfraFlags>('infra', 'Write a template of what an account needs', addInfraOptions, (argv) =>
      then(import('./commands/infra.js').then(({ infra }) => infra(argv, io))),
    )
    .command<BootstrapFlags>('bootstrap', 'Make what an account needs', addBootstrapOptions, (argv) =>
      then(import('./commands/bootstrap.js').then(({ bootstrap }) => bootstrap(argv, io))),
    )
    .command<PoliciesFlags>(
      'policies [file]',
      'Print the roles of a flow, and the rights of people',
      addPoliciesOptions,
      (argv) => then(import('./commands/policies.js').then(({ policies }) => policies(argv, io))),
    )
    .command('asl', 'Run or check any state machine', (y) => addAslCommands(y, io, then))
    .demandCommand(1, 'Say which command to run.')
    .epilogue('The parameters of a flow are options of `run`: flow-cli run FILE --help lists them.');
  addOperateCommands(parser, args, io, then);
  try {
    const printed = await parse(parser, args);
    if (printed !== '') io.out(`${printed}\n`);
    return status;
  } catch (error) {
    return report(error, io);
  }
}

/** A parser that prints nothing and ends no process. */
export function createParser(args: readonly string[]): Argv {
  return yargs([...args])
    .scriptName('flow-cli')
    .locale('en')
    .exitProcess(false)
    .wrap(100)
    .strict()
    .version(false)
    .option('version', { type: 'boolean', alias: 'v', describe: 'Show the version', global: false })
    .alias('help', 'h')
    .parserConfiguration({ 'dot-notation': false, 'parse-numbers': false, 'parse-positional-numbers': false })
    .fail((message: string | null, error: Error | undefined) => {
      // What yargs itself finds comes as an error of its own in some cases, such as an option without its value.
      if (error && error.name !== 'YError') throw error;
      throw new Mistake(sentence(error?.message ?? message ?? ''), 'flow-cli --help shows what can be said.', error);
    });
}

/** Parses and runs the command; gives what yargs would have printed: help. */
export async function parse(parser: Argv, args: readonly string[]): Promise<string> {
  let printed = '';
  await parser.parseAsync([...args], {}, (_error: unknown, _argv: unknown, output: string) => {
    printed = output;
  });
  return printed;
}

/** Says what went wrong in a paragraph, and which exit status it means. Only a bug shows our own stack. */
function report(error: unknown, io: Io): ExitStatus {
  const paint = painter(io);
  if (!isFlowError(error) || error.code === 'BUG') {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.err(`${paint('red', 'error')} ${stack}\nThis is a bug in flowmap; please report it.\n`);
    return 1;
  }
  io.err(`${paint('red', 'error')} ${error.message}\n${error.hint === undefined ? '' : `  ${error.hint}\n`}`);
  return error.code === 'MISTAKE' ? 2 : 1;
}

function addFile<T>(y: Argv<T>): Argv<T & { file: string }> {
  return y.positional('file', {
    type: 'string',
    demandOption: true,
    describe: 'The TypeScript file that exports the flow',
  });
}

function addCompileOptions(y: Argv): Argv<CompileFlags> {
  return addStrategyOptions(addFile(y))
    .option('out', { type: 'string', requiresArg: true, describe: 'Write to a file, not to standard output' })
    .option('policies', { type: 'boolean', default: false, describe: "Print the policy of the machine's role instead" })
    .option('pretty', { type: 'boolean', default: false, describe: 'Indent the JSON' });
}

function addCheckOptions(y: Argv): Argv<CheckFlags> {
  return addLoadOptions(addStrategyOptions(addFile(y))).option('json', {
    type: 'boolean',
    default: false,
    describe: 'Print the findings as JSON',
  });
}

function addForecastOptions(y: Argv): Argv<ForecastFlags> {
  return addLoadOptions(addStrategyOptions(addFile(y)))
    .option('compare', { type: 'boolean', default: false, describe: 'Put the strategies side by side' })
    .option('json', { type: 'boolean', default: false, describe: 'Print the forecast as JSON' });
}

function addShowOptions(y: Argv): Argv<ShowFlags> {
  return addFile(y).option('format', {
    choices: FORMATS,
    default: 'text' as const,
    requiresArg: true,
    describe: 'How to write the graph',
  });
}

function sentence(message: string): string {
  return /[.!?]$/u.test(message) ? message : `${message}.`;
}

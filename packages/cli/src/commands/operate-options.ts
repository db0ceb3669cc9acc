import type { Argv } from 'yargs';
import { addAccountOptions, addAuthorizeOption, addJsonOption, addRun } from './account-options.js';
import type { DeleteFlags } from './delete.js';
import type { DoctorFlags } from './doctor.js';
import type { HistoryFlags } from './history.js';
import type { ListRunsFlags } from './list-runs.js';
import type { ListFlags } from './list.js';
import type { LogsFlags } from './logs.js';
import type { PromoteFlags } from './promote.js';
import type { RedriveFlags } from './redrive.js';
import type { RollbackFlags } from './rollback.js';
import type { StatusFlags } from './status.js';
import type { TerminateFlags } from './terminate.js';

/** The statuses of runs, in AWS's words. */
export const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'] as const;

const text = { type: 'string', requiresArg: true } as const;

/** The options of `list`. */
export function addListOptions(y: Argv): Argv<ListFlags> {
  return addAccountOptions(addJsonOption(y.usage('Usage: $0 list [options]'), 'Print the flows as JSON'));
}

/** The options of `list-runs`. */
export function addListRunsOptions(y: Argv): Argv<ListRunsFlags> {
  return addAccountOptions(addJsonOption(addName(y, 'list-runs'), 'Print the runs as JSON, one a line'))
    .option('status', { choices: STATUSES, requiresArg: true, describe: 'Only runs that stand so' })
    .option('limit', { ...text, default: '20', describe: 'At most so many, the newest' });
}

/** The options of `status`. */
export function addStatusOptions(y: Argv): Argv<StatusFlags> {
  const run = addRun(y.usage('Usage: $0 status NAME/RUN [options]'));
  return addAccountOptions(
    addJsonOption(run, 'Print it as JSON; with --follow, progress too, one object a line'),
  ).option('follow', {
    alias: 'f',
    type: 'boolean',
    default: false,
    describe: 'Show the progress until the run has ended',
  });
}

/** The options of `logs`. */
export function addLogsOptions(y: Argv): Argv<LogsFlags> {
  const run = addRun(y.usage('Usage: $0 logs NAME/RUN [STEP] [options]'));
  return addAccountOptions(addJsonOption(run, 'Print the lines as JSON'))
    .positional('step', { type: 'string', describe: 'The path of a step: perChunk/summarise, or .../17 for one item' })
    .option('follow', {
      alias: 'f',
      type: 'boolean',
      default: false,
      describe: 'Wait for more until the run has ended',
    })
    .option('since', { ...text, describe: 'Only lines from this time on, ISO 8601. Default: all of the run' });
}

/** The options of `terminate`. */
export function addTerminateOptions(y: Argv): Argv<TerminateFlags> {
  const run = addRun(y.usage('Usage: $0 terminate NAME/RUN [options]'));
  return addAccountOptions(addAuthorizeOption(run)).option('cause', { ...text, describe: 'Why; the run shows it' });
}

/** The options of `redrive`. */
export function addRedriveOptions(y: Argv): Argv<RedriveFlags> {
  return addAccountOptions(addRun(y.usage('Usage: $0 redrive NAME/RUN [options]')));
}

/** The options of `history`. */
export function addHistoryOptions(y: Argv): Argv<HistoryFlags> {
  return addAccountOptions(addJsonOption(addName(y, 'history'), 'Print the deployments as JSON'));
}

/** The options of `rollback`. */
export function addRollbackOptions(y: Argv): Argv<RollbackFlags> {
  return addAccountOptions(addAuthorizeOption(addName(y, 'rollback'))).option('to', {
    ...text,
    describe: 'The version to go back to, as history shows it. Default: the one before the live one',
  });
}

/** The options of `promote`. */
export function addPromoteOptions(y: Argv): Argv<PromoteFlags> {
  return addAccountOptions(addAuthorizeOption(addName(y, 'promote')))
    .option('weight', {
      ...text,
      demandOption: true,
      describe: 'Per cent of the runs that go to the new version; 100 ends the sharing',
    })
    .option('to', { ...text, describe: 'The version that gets them, as history shows it. Default: the newest' });
}

/** The options of `delete`. */
export function addDeleteOptions(y: Argv): Argv<DeleteFlags> {
  return addAccountOptions(addAuthorizeOption(addName(y, 'delete')))
    .option('purge', { type: 'boolean', default: false, describe: 'Remove artifacts and log lines of runs too' })
    .option('force', { type: 'boolean', default: false, describe: 'Also while runs go on, which end then' })
    .option('yes', { alias: 'y', type: 'boolean', default: false, describe: 'Do not ask' });
}

/** The options of `doctor`. */
export function addDoctorOptions(y: Argv): Argv<DoctorFlags> {
  const named = y.usage('Usage: $0 doctor [NAME] [options]').positional('name', {
    type: 'string',
    describe: 'A flow that is deployed there, which is looked at too',
  });
  return addJsonOption(addAccountOptions(named), 'Print what was found as JSON');
}

function addName(y: Argv, command: string): Argv<{ name: string }> {
  return y.usage(`Usage: $0 ${command} NAME [options]`).positional('name', {
    type: 'string',
    demandOption: true,
    describe: 'The name under which the flow is deployed',
  });
}

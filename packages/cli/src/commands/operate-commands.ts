import type { Argv } from 'yargs';
import type { ExitStatus, Io } from '../io.js';
import type { DeleteFlags } from './delete.js';
import type { DoctorFlags } from './doctor.js';
import type { HistoryFlags } from './history.js';
import type { ListRunsFlags } from './list-runs.js';
import type { ListFlags } from './list.js';
import type { LogsFlags } from './logs.js';
import {
  addDeleteOptions,
  addDoctorOptions,
  addHistoryOptions,
  addListOptions,
  addListRunsOptions,
  addLogsOptions,
  addPromoteOptions,
  addRedriveOptions,
  addRollbackOptions,
  addStatusOptions,
  addTerminateOptions,
} from './operate-options.js';
import type { PromoteFlags } from './promote.js';
import type { RedriveFlags } from './redrive.js';
import { addResumeOptions, type ResumeFlags } from './resume-options.js';
import type { RollbackFlags } from './rollback.js';
import type { StatusFlags } from './status.js';
import type { TerminateFlags } from './terminate.js';
import { addTriggerOptions, type TriggerFlags } from './trigger-options.js';

/** The commands for what is deployed: runs, and the deployments themselves. */
export function addOperateCommands(
  parser: Argv,
  args: readonly string[],
  io: Io,
  then: (work: Promise<ExitStatus>) => Promise<void>,
): Argv {
  return parser
    .command(
      'trigger [name]',
      'Start a run of a deployed flow',
      (y) => addTriggerOptions(y).help(false).strict(false),
      (argv) => then(import('./trigger.js').then(({ trigger }) => trigger(args, argv as unknown as TriggerFlags, io))),
    )
    .command<ListFlags>('list', 'List the flows that are deployed', addListOptions, (argv) =>
      then(import('./list.js').then(({ list }) => list(argv, io))),
    )
    .command<ListRunsFlags>('list-runs <name>', 'List the runs of a deployed flow', addListRunsOptions, (argv) =>
      then(import('./list-runs.js').then(({ listRuns }) => listRuns(argv, io))),
    )
    .command<StatusFlags>('status <run>', 'Say how a run stands', addStatusOptions, (argv) =>
      then(import('./status.js').then(({ status }) => status(argv, io))),
    )
    .command<LogsFlags>('logs <run> [step]', 'Print what the tasks of a run logged', addLogsOptions, (argv) =>
      then(import('./logs.js').then(({ logs }) => logs(argv, io))),
    )
    .command<TerminateFlags>('terminate <run>', 'End a run', addTerminateOptions, (argv) =>
      then(import('./terminate.js').then(({ terminate }) => terminate(argv, io))),
    )
    .command<RedriveFlags>('redrive <run>', 'Go on with a run that did not end well', addRedriveOptions, (argv) =>
      then(import('./redrive.js').then(({ redrive }) => redrive(argv, io))),
    )
    .command(
      'resume [run]',
      'Start a run that takes what another one finished',
      (y) => addResumeOptions(y).help(false).strict(false),
      (argv) => then(import('./resume.js').then(({ resume }) => resume(args, argv as unknown as ResumeFlags, io))),
    )
    .command<HistoryFlags>('history <name>', 'List the deployments of a flow', addHistoryOptions, (argv) =>
      then(import('./history.js').then(({ history }) => history(argv, io))),
    )
    .command<RollbackFlags>('rollback <name>', 'Make an earlier deployment live again', addRollbackOptions, (argv) =>
      then(import('./rollback.js').then(({ rollback }) => rollback(argv, io))),
    )
    .command<PromoteFlags>('promote <name>', 'Share runs between two deployments', addPromoteOptions, (argv) =>
      then(import('./promote.js').then(({ promote }) => promote(argv, io))),
    )
    .command<DeleteFlags>('delete <name>', 'Remove a deployed flow from AWS', addDeleteOptions, (argv) =>
      then(import('./delete.js').then(({ remove }) => remove(argv, io))),
    )
    .command<DoctorFlags>('doctor [name]', 'Look for what is wrong with an account', addDoctorOptions, (argv) =>
      then(import('./doctor.js').then(({ doctor }) => doctor(argv, io))),
    );
}

import type { Argv } from 'yargs';
import type { AccountFlags } from '../deploy/open-account.js';
import { ACCOUNT_OPTIONS, addAccountOptions, addJsonOption, type JsonFlags } from './account-options.js';
import { addParamOptions, type ParamFlags, takenNames } from './param-options.js';

/** The flags of `resume`, without the parameters of the flow. */
export interface ResumeFlags extends AccountFlags, JsonFlags, ParamFlags {
  readonly run?: string | undefined;
  readonly name?: string | undefined;
  readonly help?: boolean | undefined;
  /** The step from which on all is done again. */
  readonly from?: string | undefined;
  /** The id of the new run. */
  readonly runId?: string | undefined;
  readonly wait: boolean;
}

/** Names that a parameter cannot have as an option. */
export const RESUME_OPTIONS: ReadonlySet<string> = takenNames([
  'run',
  'name',
  'from',
  'run-id',
  'wait',
  'params-file',
  ...ACCOUNT_OPTIONS,
]);

const text = { type: 'string', requiresArg: true } as const;

/** The options that `resume` has for every flow. */
export function addResumeOptions(y: Argv): Argv {
  const run = y
    .usage('Usage: $0 resume NAME/RUN [--PARAMETER VALUE]... [options]')
    .positional('run', { type: 'string', describe: 'The run: NAME/RUN, or RUN with --name' })
    .option('name', { ...text, describe: 'The flow that the run is of' });
  const account = addAccountOptions(
    addJsonOption(run, 'Print the new run as JSON; with --wait, progress and result too'),
  );
  return addParamOptions(account)
    .option('from', { ...text, describe: 'This step, and all that depends on it, is done again in any case' })
    .option('run-id', { ...text, describe: 'Id of the new run. Default: a new one that sorts by time' })
    .option('wait', {
      type: 'boolean',
      default: false,
      describe: 'Show the progress until the new run has ended, and then its result',
    });
}

import type { Argv } from 'yargs';
import type { AccountFlags } from '../deploy/open-account.js';
import { ACCOUNT_OPTIONS, addAccountOptions, addJsonOption, type JsonFlags } from './account-options.js';
import { addParamOptions, type ParamFlags, takenNames } from './param-options.js';

/** The flags of `trigger`, without the parameters of the flow. */
export interface TriggerFlags extends AccountFlags, JsonFlags, ParamFlags {
  readonly name?: string | undefined;
  readonly help?: boolean | undefined;
  readonly runId?: string | undefined;
  readonly wait: boolean;
}

/** Names that a parameter cannot have as an option. */
export const TRIGGER_OPTIONS: ReadonlySet<string> = takenNames([
  'name',
  'run-id',
  'wait',
  'params-file',
  ...ACCOUNT_OPTIONS,
]);

/** The options that `trigger` has for every flow. */
export function addTriggerOptions(y: Argv): Argv {
  const name = y.usage('Usage: $0 trigger NAME [--PARAMETER VALUE]... [options]').positional('name', {
    type: 'string',
    describe: 'The name under which the flow is deployed',
  });
  const run = addJsonOption(name, 'Print the run as JSON; with --wait, progress and result too');
  return addParamOptions(addAccountOptions(run))
    .option('run-id', {
      type: 'string',
      requiresArg: true,
      describe: 'Id of the run. Default: a new one that sorts by time. The same id again gives the same run',
    })
    .option('wait', {
      type: 'boolean',
      default: false,
      describe: 'Show the progress until the run has ended, and then its result',
    });
}

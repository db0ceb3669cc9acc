import type { Argv } from 'yargs';
import { addAccountOptions, addAuthorizeOption, type AuthorizeFlags } from './account-options.js';
import type { NameFlags } from '../deploy/naming.js';
import type { AccountFlags } from '../deploy/open-account.js';
import { addLoadOptions, type LoadFlags } from './load-options.js';
import { addStrategyOptions, type StrategyFlags } from './strategy-options.js';

/** The flags of `deploy`. */
export interface DeployFlags extends StrategyFlags, LoadFlags, NameFlags, AccountFlags, AuthorizeFlags {
  readonly file: string;
  /** Texts `key=value`. */
  readonly tag?: readonly string[] | undefined;
  readonly maxWorkers?: string | undefined;
  readonly workflowTimeout?: string | undefined;
  readonly logExecutionHistory?: boolean | undefined;
  readonly generateNewToken?: boolean | undefined;
  readonly role?: string | undefined;
  readonly plan?: boolean | undefined;
  readonly onlyJson?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

/** The options of `deploy`. */
export function addDeployOptions(y: Argv): Argv<DeployFlags> {
  const named = y.positional('file', {
    type: 'string',
    demandOption: true,
    describe: 'The TypeScript file that exports the flow',
  });
  const text = { type: 'string', requiresArg: true } as const;
  return addAuthorizeOption(addAccountOptions(addLoadOptions(addStrategyOptions(named))))
    .option('plan', { type: 'boolean', describe: 'Show what would change, and touch nothing' })
    .option('only-json', { type: 'boolean', describe: 'Print the definition, and touch nothing' })
    .conflicts('plan', 'only-json')
    .option('yes', { alias: 'y', type: 'boolean', default: false, describe: 'Do not ask' })
    .option('name', { ...text, describe: 'Deploy under another name than the flow has' })
    .option('project', { ...text, describe: 'The project that the flow is part of: its name begins with it' })
    .option('branch', { ...text, describe: 'A branch of the project. Default: one of your own' })
    .option('production', { type: 'boolean', describe: "The project's production" })
    .option('tag', {
      ...text,
      array: true,
      nargs: 1,
      describe: 'A tag of all that is made, key=value; may be repeated',
    })
    .option('max-workers', {
      ...text,
      describe: 'Items that each foreach runs at once where it does not say so itself',
    })
    .option('workflow-timeout', { ...text, describe: 'Seconds after which a run is ended' })
    .option('log-execution-history', {
      type: 'boolean',
      default: false,
      describe: 'Keep the history of runs in CloudWatch Logs, with inputs and outputs',
    })
    .option('role', { ...text, describe: 'ARN of a role of your own for the state machine' })
    .option('generate-new-token', { type: 'boolean', default: false, describe: 'Replace the production token' });
}

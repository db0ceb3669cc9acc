import type { Argv } from 'yargs';
import type { AccountFlags } from '../deploy/open-account.js';
import { addTargetOption } from './account-options.js';
import { addBaseOptions, type BaseFlags } from './infra-options.js';

/** The flags of `bootstrap`. */
export interface BootstrapFlags extends BaseFlags, AccountFlags {
  readonly plan: boolean;
  readonly yes: boolean;
}

/** The options of `bootstrap`. */
export function addBootstrapOptions(y: Argv): Argv<BootstrapFlags> {
  const text = { type: 'string', requiresArg: true } as const;
  return addTargetOption(addBaseOptions(y))
    .option('plan', { type: 'boolean', default: false, describe: 'Show what would be made, and touch nothing' })
    .option('yes', { alias: 'y', type: 'boolean', default: false, describe: 'Do not ask' })
    .option('profile', { ...text, describe: 'A profile of the AWS configuration' })
    .option('endpoint-url', { ...text, describe: 'The address of an AWS that is not AWS' });
}

import type { Argv } from 'yargs';
import { addStrategyOptions, type StrategyFlags } from './strategy-options.js';

/** Whose rights can be asked for. */
export const HOLDERS = ['machine', 'task', 'schedule', 'starter', 'deployer', 'operator'] as const;

/** The flags of `policies`. */
export interface PoliciesFlags extends StrategyFlags {
  readonly file: string;
  readonly for?: (typeof HOLDERS)[number] | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/** The options of `policies`. */
export function addPoliciesOptions(y: Argv): Argv<PoliciesFlags> {
  return addStrategyOptions(y)
    .positional('file', { type: 'string', demandOption: true, describe: 'The TypeScript file that exports the flow' })
    .option('for', { choices: HOLDERS, requiresArg: true, describe: 'Whose rights. Default: those of all' })
    .option('account', { type: 'string', requiresArg: true, describe: 'The account, twelve digits' })
    .option('region', { type: 'string', requiresArg: true, describe: 'The region' });
}

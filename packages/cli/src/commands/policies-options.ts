import type { Argv } from 'yargs';
import { addStrategyOptions, type StrategyFlags } from './strategy-options.js';

/** Whose rights can be asked for. Those of people without a role of their own come last. */
export const HOLDERS = [
  'machine',
  'task',
  'schedule',
  'starter',
  'bootstrap',
  'deployer',
  'operator',
  'doctor',
] as const;

/** The flags of `policies`. */
export interface PoliciesFlags extends StrategyFlags {
  readonly file?: string | undefined;
  readonly for?: (typeof HOLDERS)[number] | undefined;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly bucket?: string | undefined;
  readonly table?: string | undefined;
  readonly batch?: 'fargate' | 'ec2' | undefined;
}

/** The options of `policies`. */
export function addPoliciesOptions(y: Argv): Argv<PoliciesFlags> {
  const text = { type: 'string', requiresArg: true } as const;
  return addStrategyOptions(y)
    .usage('Usage: $0 policies FILE [options]\n       $0 policies --for bootstrap|doctor [options]')
    .positional('file', { type: 'string', describe: 'The TypeScript file that exports the flow' })
    .option('for', {
      choices: HOLDERS,
      requiresArg: true,
      describe:
        'Whose rights: of a role of the flow (machine, task, schedule, starter), or of whoever says flow-cli bootstrap, ' +
        'deploy (deployer), the commands for runs (operator), doctor. Default: those of all',
    })
    .option('account', { ...text, describe: 'The account, twelve digits' })
    .option('region', { ...text, describe: 'The region' })
    .option('bucket', { ...text, describe: 'The bucket of artifacts. Default: flowmap-ACCOUNT-REGION' })
    .option('table', { ...text, describe: 'The metadata table. Default: flowmap' })
    .option('batch', {
      choices: ['fargate', 'ec2'] as const,
      requiresArg: true,
      describe: 'Of bootstrap --batch: a queue of AWS Batch too',
    });
}

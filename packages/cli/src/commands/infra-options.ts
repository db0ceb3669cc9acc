import type { Argv } from 'yargs';
import { addStrategyOptions, type StrategyFlags } from './strategy-options.js';

/** How the base of an account can be written. */
export const INFRA_FORMATS = ['cloudformation', 'terraform'] as const;

/** The flags that say what the base of an account has. */
export interface BaseFlags extends StrategyFlags {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly bucket?: string | undefined;
  readonly table?: string | undefined;
  readonly kmsKey?: string | undefined;
  readonly versioning: boolean;
  readonly expireDays?: string | undefined;
  readonly batch?: 'fargate' | 'ec2' | undefined;
  readonly subnets?: string | undefined;
  readonly securityGroups?: string | undefined;
  readonly maxVcpus?: string | undefined;
  readonly tag?: readonly string[] | undefined;
  /** The address of an AWS that is not AWS. */
  readonly endpointUrl?: string | undefined;
  /** The flow whose log groups and roles belong to it. */
  readonly flow?: string | undefined;
}

/** The flags of `infra`. */
export interface InfraFlags extends BaseFlags {
  readonly format: (typeof INFRA_FORMATS)[number];
  readonly out?: string | undefined;
}

/** The options of `infra`. */
export function addInfraOptions(y: Argv): Argv<InfraFlags> {
  return addBaseOptions(y)
    .option('format', { choices: INFRA_FORMATS, demandOption: true, requiresArg: true, describe: 'What to write' })
    .option('out', { type: 'string', requiresArg: true, describe: 'Write to a file, not to standard output' })
    .epilogue('Without --account and --region the template takes these from the place where it is used.');
}

/** The options for {@link BaseFlags}. */
export function addBaseOptions<T>(y: Argv<T>): Argv<T & BaseFlags> {
  return addStrategyOptions(y)
    .option('account', { type: 'string', requiresArg: true, describe: 'The account, twelve digits' })
    .option('region', { type: 'string', requiresArg: true, describe: 'The region' })
    .option('bucket', { type: 'string', requiresArg: true, describe: 'Name of the bucket of artifacts' })
    .option('table', { type: 'string', requiresArg: true, describe: 'Name of the table of metadata' })
    .option('kms-key', { type: 'string', requiresArg: true, describe: 'ARN of the key that encrypts the bucket' })
    .option('versioning', {
      type: 'boolean',
      default: false,
      describe: 'Keep replaced and removed objects for 30 days',
    })
    .option('expire-days', { type: 'string', requiresArg: true, describe: 'Remove artifacts after so many days' })
    .option('batch', {
      choices: ['fargate', 'ec2'] as const,
      requiresArg: true,
      describe: 'A queue of AWS Batch, and where its jobs run',
    })
    .option('subnets', { type: 'string', requiresArg: true, describe: 'Subnets of --batch, with commas between' })
    .option('security-groups', { type: 'string', requiresArg: true, describe: 'Security groups of --batch' })
    .option('max-vcpus', { type: 'string', requiresArg: true, describe: 'Most vCPUs of --batch at once. Default: 256' })
    .option('tag', {
      type: 'string',
      array: true,
      nargs: 1,
      requiresArg: true,
      describe: 'A tag of everything, key=value; may be said again',
    })
    .option('flow', {
      type: 'string',
      requiresArg: true,
      describe: 'The file of a flow whose log groups and roles belong to it',
    });
}

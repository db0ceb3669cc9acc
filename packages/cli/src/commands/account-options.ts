import type { Argv } from 'yargs';
import { TARGETS } from '../deploy/local-target.js';
import type { AccountFlags } from '../deploy/open-account.js';

/** The names of what {@link addAccountOptions} adds. */
export const ACCOUNT_OPTIONS = ['target', 'profile', 'region', 'endpoint-url', 'table', 'bucket'] as const;

/** The options of every command that works with what is deployed. */
export function addAccountOptions<T>(y: Argv<T>): Argv<T & AccountFlags> {
  const text = { type: 'string', requiresArg: true, group: 'Where:' } as const;
  return addTargetOption(y)
    .option('profile', { ...text, describe: 'A profile of the AWS configuration' })
    .option('region', { ...text, describe: 'The region that the flow is deployed in' })
    .option('endpoint-url', { ...text, describe: 'The address of an AWS that is not AWS' })
    .option('table', { ...text, describe: 'The metadata table. Default: flowmap' })
    .option('bucket', { ...text, describe: 'The bucket of artifacts. Default: flowmap-ACCOUNT-REGION' });
}

/** The option that says whether to work on AWS. */
export function addTargetOption<T>(y: Argv<T>): Argv<T & Pick<AccountFlags, 'target'>> {
  return y.option('target', {
    choices: TARGETS,
    requiresArg: true,
    group: 'Where:',
    describe: 'aws, or what flow-cli local serves. Default: FLOWMAP_TARGET, or aws',
  });
}

/** The flag that shows a production token. */
export interface AuthorizeFlags {
  readonly authorize?: string | undefined;
}

/** The option of commands that change a flow. */
export function addAuthorizeOption<T>(y: Argv<T>): Argv<T & AuthorizeFlags> {
  return y.option('authorize', {
    type: 'string',
    requiresArg: true,
    describe: "The production token, where the flow is somebody else's",
  });
}

/** The flags that name a run. */
export interface RunFlags {
  readonly run: string;
  readonly name?: string | undefined;
}

/** The positional and the option that name a run. */
export function addRun<T>(y: Argv<T>): Argv<T & RunFlags> {
  return y
    .positional('run', { type: 'string', demandOption: true, describe: 'The run: NAME/RUN, or RUN with --name' })
    .option('name', { type: 'string', requiresArg: true, describe: 'The flow that the run is of' });
}

/** The flag for programs. */
export interface JsonFlags {
  readonly json: boolean;
}

/** The option for programs. */
export function addJsonOption<T>(y: Argv<T>, describe: string): Argv<T & JsonFlags> {
  return y.option('json', { type: 'boolean', default: false, describe });
}

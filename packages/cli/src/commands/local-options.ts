import type { Argv } from 'yargs';

/** The flags of `local`. */
export interface LocalFlags {
  readonly port: string;
  readonly host: string;
  readonly root: string;
  readonly region?: string | undefined;
  readonly account: string;
  readonly quotas: 'on' | 'off';
  readonly allowHost?: readonly string[] | undefined;
  readonly aws?: readonly string[] | undefined;
}

const PORT = '8083';
const ACCOUNT = '123456789012';

/** The options of `local`. */
export function addLocalOptions(y: Argv): Argv<LocalFlags> {
  return y
    .usage('Usage: $0 local [options]')
    .option('port', { type: 'string', default: PORT, requiresArg: true, describe: 'Port to listen on; 0 for any' })
    .option('host', {
      type: 'string',
      default: '127.0.0.1',
      requiresArg: true,
      describe: 'Address to listen on; another one than of the loopback lets other machines in',
    })
    .option('allow-host', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'A name of this machine that clients use',
    })
    .option('root', { type: 'string', default: '.flowmap', requiresArg: true, describe: 'Folder of all that is kept' })
    .option('account', { type: 'string', default: ACCOUNT, requiresArg: true, describe: 'Account in all ARNs' })
    .option('region', {
      type: 'string',
      requiresArg: true,
      describe: 'Region in all ARNs. Default: AWS_REGION, or us-east-1',
    })
    .option('quotas', {
      choices: ['on', 'off'] as const,
      default: 'on' as const,
      describe: "The service's limits on payloads and events",
    })
    .option('aws', {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'A service whose real endpoint tasks may call, such as s3; all for every one. Default: none',
    })
    .epilogue('AWS_ENDPOINT_URL_SQS and its like say where the services are that tasks call and this one is not.');
}

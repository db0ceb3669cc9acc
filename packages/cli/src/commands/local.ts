import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { LocalServer } from '@flowmap/local';
import { LOCAL_ADDRESS } from '../deploy/local-target.js';
import type { ExitStatus, Io } from '../io.js';
import { Mistake } from '../mistake.js';
import { painter } from '../render/paint.js';
import type { LocalFlags } from './local-options.js';

/** `flow-cli local`: serves an account until it is interrupted. */
export async function local(flags: LocalFlags, io: Io): Promise<ExitStatus> {
  const port = portOf(flags.port);
  if (!/^\d{12}$/.test(flags.account)) throw new Mistake(`--account ${flags.account} is no account: it has 12 digits.`);
  const paint = painter(io);
  const region = flags.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  const { serveAccount } = await import('@flowmap/local');
  const server = await serveAccount({
    root: resolve(flags.root),
    port,
    host: flags.host,
    allowedHosts: flags.allowHost ?? [],
    region,
    account: flags.account,
    quotas: flags.quotas === 'off' ? 'off' : 'enforced',
    project: process.cwd(),
    clientsOf: [createRequire(import.meta.url).resolve('@flowmap/deploy')],
    variables: process.env,
    realServices: flags.aws ?? [],
    onProblem: (message) => io.err(`${paint('red', 'error')} ${message}\n`),
  });
  io.out(`${server.url}\n`);
  io.err(
    `An account of your own, ${flags.account} in ${region}, kept in ${flags.root}. Ctrl-C ends it.\n` +
      `  flow-cli deploy FILE ${optionsFor(server)}\n` +
      `  aws stepfunctions list-state-machines --endpoint-url ${server.url} --region ${region}\n` +
      `  export AWS_ENDPOINT_URL_SFN=${server.url}\n`,
  );
  if (server.isPublic) io.err(`${paint('yellow', 'warning')} ${flags.host} can be reached from other machines.\n`);
  await interrupted();
  await server.close();
  return 0;
}

/** How commands for deployed flows come here. */
function optionsFor({ url }: LocalServer): string {
  return `--target local${url === LOCAL_ADDRESS ? '' : ` --endpoint-url ${url}`}`;
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Mistake(`--port ${text} is no port: a number from 0 to 65535 is one.`);
}

/** Resolves at Ctrl-C, or when the process is told to end. */
function interrupted(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
}

import type { Config } from '../config.js';
import { Mistake } from '../mistake.js';
import type { AccountFlags } from './open-account.js';

/** What `--target` can be. */
export const TARGETS = ['aws', 'local'] as const;

/** The account that a `flow-cli local` serves. */
export interface LocalAccount {
  readonly url: string;
  readonly account: string;
  readonly region: string;
}

/** Where `flow-cli local` listens unless it was told otherwise. */
export const LOCAL_ADDRESS = 'http://127.0.0.1:8083';

/** Milliseconds that it has to answer. */
const PATIENCE = 10_000;

/** Flags and configuration of a command, once it is known where it works. */
export interface AtTarget<F extends AccountFlags> {
  readonly flags: F;
  readonly config: Config;
}

/**
 * Finds what flags, or else the variable FLOWMAP_TARGET, name: for AWS all stays as it is; for `local` the flags lead to the server, and the
 * names of the configuration, which are those of AWS, do not count. Throws a {@link Mistake} where no `flow-cli local` answers.
 */
export async function atTarget<F extends AccountFlags>(flags: F, config: Config): Promise<AtTarget<F>> {
  const { target: _, ...rest } = config;
  if (flags.local) return { flags, config: rest };
  if (targetName(flags) === 'aws') return { flags, config };
  for (const name of ['profile', 'region', 'account'] as const) {
    if ((flags as Readonly<Record<string, unknown>>)[name] === undefined) continue;
    throw new Mistake(`--${name} is of AWS, and the target is local.`, `Leave --${name} out: flow-cli local says it.`);
  }
  const local = await findLocal(flags.endpointUrl ?? LOCAL_ADDRESS);
  return { flags: { ...flags, local, endpointUrl: local.url, region: local.region }, config: rest };
}

/** The options with which another command comes to the same place. */
export function sameTarget({ local, target }: AccountFlags): string {
  if (!local) return '';
  const address = local.url === LOCAL_ADDRESS ? '' : ` --endpoint-url ${local.url}`;
  return `${target === 'local' ? ' --target local' : ''}${address}`;
}

function targetName({ target }: AccountFlags): (typeof TARGETS)[number] {
  if (target !== undefined) return target;
  const said = process.env['FLOWMAP_TARGET'] ?? '';
  const found = said === '' ? 'aws' : TARGETS.find((name) => name === said);
  if (found !== undefined) return found;
  throw new Mistake(
    `FLOWMAP_TARGET is ${JSON.stringify(said)}, which is no target.`,
    `It can be ${TARGETS.join(' or ')}.`,
  );
}

async function findLocal(address: string): Promise<LocalAccount> {
  const url = address.replace(/\/+$/u, '');
  const start = 'Start it in another terminal: flow-cli local. Where it listens elsewhere, say so with --endpoint-url.';
  let answer: unknown;
  try {
    const response = await fetch(`${url}/_flowmap`, { signal: AbortSignal.timeout(PATIENCE) });
    answer = await response.json().catch(() => undefined);
  } catch (error) {
    throw new Mistake(`No flow-cli local answers at ${url}.`, start, error);
  }
  const { server, account, region } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  if (server === 'flow-cli local' && typeof account === 'string' && typeof region === 'string') {
    return { url, account, region };
  }
  throw new Mistake(`What answers at ${url} is no flow-cli local of this version.`, start);
}

import { applyBase, planBase, type BaseChange, type BaseStep, type Site } from '@flowmap/deploy';
import type { Config } from '../config.js';
import { atTarget } from '../deploy/local-target.js';
import { withAccount } from '../deploy/open-account.js';
import { infraOf } from '../infra-of.js';
import type { ExitStatus, Io } from '../io.js';
import { loadFlow } from '../load-flow.js';
import { Mistake } from '../mistake.js';
import { renderBase } from '../render/base.js';
import { painter } from '../render/paint.js';
import type { BootstrapFlags } from './bootstrap-options.js';

/** `flow-cli bootstrap`: makes what an account needs, without a template. Exit status 2 where nobody wanted it. */
export async function bootstrap(given: BootstrapFlags, io: Io): Promise<ExitStatus> {
  const { flags, config } = await atTarget(given, await configOf(given));
  return withAccount(flags, config, { purpose: 'bootstrap', wait: io.wait }, async ({ site }) => {
    const { account, region } = site;
    const base = await infraOf({ ...flags, account, region }, io);
    if (!base) return 2;
    const changes = await planBase(site, base);
    io.out(renderBase({ account, region }, changes, painter(io)));
    if (flags.plan || changes.every(({ action }) => action === 'keep')) return 0;
    if (!(await isWanted(flags, io))) return 2;
    await make(site, changes, io);
    return 0;
  });
}

/** The configuration beside the flow, where one is named; the account on the command line is the one that is expected. */
async function configOf({ flow, account }: BootstrapFlags): Promise<Config> {
  const config = flow === undefined ? {} : (await loadFlow(flow)).config;
  return account === undefined ? config : { ...config, target: { ...config.target, account } };
}

async function make(site: Site, changes: readonly BaseChange[], io: Io): Promise<void> {
  const paint = painter(io);
  const onStep = ({ did, name }: BaseStep): void => {
    io.err(`${paint(did === 'unchanged' ? 'dim' : 'green', did.padEnd(9))} ${name}\n`);
  };
  await applyBase(site, changes, onStep);
}

/** Asks, where somebody is there to answer. */
async function isWanted({ yes }: BootstrapFlags, io: Io): Promise<boolean> {
  if (yes) return true;
  if (!io.ask) {
    throw new Mistake('Nobody is there to say whether to go on.', 'Add --yes; --plan shows what would be made.');
  }
  if (/^y(es)?$/iu.test((await io.ask('Make it? [y/N] ')).trim())) return true;
  io.err('Nothing was changed.\n');
  return false;
}

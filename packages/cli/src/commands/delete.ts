import { type RemovalStep, remove as removeFlow } from '@flowmap/deploy';
import type { AccountFlags } from '../deploy/open-account.js';
import type { ExitStatus, Io } from '../io.js';
import { Mistake } from '../mistake.js';
import { type Operation, withOperation } from '../operate/with-operation.js';
import { painter } from '../render/paint.js';
import type { AuthorizeFlags } from './account-options.js';

/** The flags of `delete`. */
export interface DeleteFlags extends AccountFlags, AuthorizeFlags {
  readonly name: string;
  readonly purge: boolean;
  readonly force: boolean;
  readonly yes: boolean;
}

/** `flow-cli delete NAME`: removes a flow with all that its deployments made. */
export async function remove(flags: DeleteFlags, io: Io): Promise<ExitStatus> {
  const { name, purge, force, authorize } = flags;
  const paint = painter(io);
  return withOperation(
    flags,
    async (operation) => {
      if (!(await isWanted(flags, operation, io))) return 2;
      const onStep = ({ did, name: what, why }: RemovalStep): void =>
        io.err(`${paint('dim', did.padEnd(8))} ${what}${why === undefined ? '' : `: ${why}`}\n`);
      await removeFlow(name, { purge, force, authorize }, { ...operation, onStep });
      io.out(`${paint('green', 'deleted')} ${name}\n`);
      return 0;
    },
    'deployer',
  );
}

/** Asks, where somebody is there to answer. */
async function isWanted({ name, purge, yes }: DeleteFlags, { site }: Operation, io: Io): Promise<boolean> {
  if (yes) return true;
  if (!io.ask) throw new Mistake('Nobody is there to say whether to go on.', 'Add --yes.');
  const what = purge ? ', with all that its runs left' : '';
  const answer = await io.ask(`Delete ${name} from ${site.account} in ${site.region}${what}? [y/N] `);
  if (/^y(es)?$/iu.test(answer.trim())) return true;
  io.err('Nothing was changed.\n');
  return false;
}

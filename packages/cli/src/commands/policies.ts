import { deployerPolicy, operatorPolicy, type Role } from '@flowmap/deploy';
import { hasErrors } from '@flowmap/graph';
import { flowRightsOf } from '../flow-rights.js';
import type { ExitStatus, Io } from '../io.js';
import { loadFlow } from '../load-flow.js';
import { Mistake } from '../mistake.js';
import { reportFindings } from './compile.js';
import type { HOLDERS, PoliciesFlags } from './policies-options.js';

/** Why a flow may be without a role. */
const WITHOUT: { readonly [holder in (typeof HOLDERS)[number]]?: string } = {
  task: 'no compute of it says what takes one on',
  schedule: 'it has no schedule or trigger that takes one on',
  starter: "it has no schedule with overlap: 'skip'",
};

/** `flow-cli policies FILE`: the roles of a flow as IAM takes them, and the rights of whoever deploys it, or runs it. JSON on standard output. */
export async function policies(flags: PoliciesFlags, io: Io): Promise<ExitStatus> {
  const { project, roles, target } = await flowRightsOf(await loadFlow(flags.file), flags, flags, io);
  reportFindings(project, io);
  if (hasErrors(project.diagnostics)) return 2;
  const all: { readonly [holder in (typeof HOLDERS)[number]]?: Partial<Role> } = {
    ...roles,
    deployer: { PolicyDocument: deployerPolicy(target) },
    operator: { PolicyDocument: operatorPolicy(target) },
  };
  if (flags.for !== undefined && !all[flags.for]) {
    throw new Mistake(
      `${target.deployment} has no role of the kind ${flags.for}: ${WITHOUT[flags.for] ?? 'nothing needs one'}.`,
    );
  }
  io.out(`${JSON.stringify(flags.for === undefined ? all : all[flags.for], undefined, 2)}\n`);
  return 0;
}

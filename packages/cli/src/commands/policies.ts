import { deployerPolicy, operatorPolicy, type Role } from '@flowmap/deploy';
import { hasErrors } from '@flowmap/graph';
import { flowRightsOf } from '../flow-rights.js';
import type { ExitStatus, Io } from '../io.js';
import { loadFlow } from '../load-flow.js';
import { Mistake } from '../mistake.js';
import { reportFindings } from './compile.js';
import type { HOLDERS, PoliciesFlags } from './policies-options.js';

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
    throw new Mistake(`There is no role for tasks of ${target.deployment}: no compute of it says what takes it on.`);
  }
  io.out(`${JSON.stringify(flags.for === undefined ? all : all[flags.for], undefined, 2)}\n`);
  return 0;
}

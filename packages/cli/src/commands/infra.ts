import { cloudformation, terraform } from '@flowmap/deploy';
import { infraOf } from '../infra-of.js';
import type { ExitStatus, Io } from '../io.js';
import { writeOut } from '../write-out.js';
import type { InfraFlags } from './infra-options.js';

/** `flow-cli infra --format ...`: the base of an account as a template, and nothing else on standard output. */
export async function infra(flags: InfraFlags, io: Io): Promise<ExitStatus> {
  const base = await infraOf(flags, io);
  if (!base) return 2;
  await writeOut(flags.format === 'terraform' ? terraform(base) : cloudformation(base), flags.out, io);
  return 0;
}

import { FlowError } from '@flowmap/graph';
import { FUNCTION } from './function.js';
import { JOB_DEFINITION } from './job-definition.js';
import type { ResourceKind } from './kind.js';
import { LOG_GROUP } from './log-group.js';
import { ROLE } from './role.js';
import { RULE } from './rule.js';
import { SCHEDULE } from './schedule.js';
import { STATE_MACHINE } from './state-machine.js';

const KINDS: readonly ResourceKind[] = [LOG_GROUP, ROLE, FUNCTION, JOB_DEFINITION, STATE_MACHINE, SCHEDULE, RULE];

/** How resources of a type are made. Throws `NO_SUCH_KIND` for one that no deployment of ours makes. */
export function kindOf(type: string): ResourceKind {
  const found = KINDS.find((kind) => kind.type === type);
  if (found) return found;
  throw new FlowError('NO_SUCH_KIND', `Resources of the type ${type} cannot be deployed.`, {
    hint: `A compute may ask for ${KINDS.map(({ type: known }) => known).join(', ')}.`,
  });
}

/** Whether resources of a type can be read and made. */
export function hasKind(type: string): boolean {
  return KINDS.some((kind) => kind.type === type);
}

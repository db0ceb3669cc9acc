import type { Target } from '@flowmap/asl';
import { FlowError } from '@flowmap/graph';
import { isNamed } from '../aws/fault.js';
import type { Site } from '../kinds/kind.js';
import type { Deployment } from '../model/deployment.js';
import { machineStatements } from './machine-role.js';
import { type MissingRight, missingRights } from './missing-rights.js';
import { readRole, type RoleThere } from './read-role.js';
import { trustsMachine } from './trusts-machine.js';

/** Something in a plan that may go wrong later. */
export interface PlanWarning {
  readonly message: string;
  readonly hint: string;
}

/** Rights that are named one by one, at most. */
const MOST = 20;

/**
 * Compares a role that somebody else made with what the state machine of a deployment does: what cannot be told is a warning. Nothing is
 * asked where the deployment has a role of its own. Throws `ROLE_LACKS_RIGHTS`, and `ROLE_NOT_USABLE` where the role is not there or does
 * not let Step Functions take it on.
 */
export async function checkMachineRole(site: Site, deployment: Deployment): Promise<readonly PlanWarning[]> {
  const { target, settings: { machineRole: arn, logExecutionHistory: logged, tracing: traced } = {} } = deployment;
  if (arn === undefined) return [];
  const role = await found(site, arn);
  if (role === undefined) {
    return [
      {
        message: `Whether the role ${arn} has the rights of the state machine was not checked: you may not read it.`,
        hint: 'It takes iam:GetRole, ListRolePolicies, GetRolePolicy, ListAttachedRolePolicies, GetPolicy and GetPolicyVersion.',
      },
    ];
  }
  const warnings = trustWarnings(arn, role, target);
  const needed = machineStatements(target, {
    policies: deployment.policies,
    ...(logged !== undefined && { logged }),
    ...(traced !== undefined && { traced }),
  });
  const missing = missingRights(needed, role.documents);
  const lacking = missing.filter(({ why }) => why !== 'unjudged');
  if (lacking.length > 0) throw lacks(arn, lacking);
  return [...warnings, ...missing.map((right) => unjudged(arn, right))];
}

/** The role; undefined where it may not be read. */
async function found(site: Site, arn: string): Promise<RoleThere | undefined> {
  const [, account, path = ''] = /^arn:[\w-]+:iam::(\d{12}):role\/(.+)$/u.exec(arn) ?? [];
  if (account === undefined) {
    throw notUsable(`${arn} is no ARN of a role`, `Write arn:${site.partition}:iam::${site.account}:role/NAME.`);
  }
  if (account !== site.account) {
    throw notUsable(
      `The role ${arn} is of the account ${account}, and the flow is deployed to ${site.account}`,
      'A state machine takes on a role of its own account.',
    );
  }
  try {
    const role = await readRole(site.aws.iam, path.slice(path.lastIndexOf('/') + 1));
    if (role) return role;
  } catch (error) {
    if (isNamed(error, 'AccessDenied', 'AccessDeniedException')) return undefined;
    throw error;
  }
  throw notUsable(`There is no role ${arn}`, MAKE);
}

function trustWarnings(arn: string, { trust }: RoleThere, target: Target): readonly PlanWarning[] {
  const trusts = trustsMachine(trust, target);
  if (trusts === 'no') {
    throw notUsable(`The role ${arn} does not let Step Functions take it on for ${target.machine}`, MAKE);
  }
  if (trusts === 'yes') return [];
  return [
    {
      message: `Whether the role ${arn} lets Step Functions take it on hangs on conditions that are not judged here.`,
      hint: 'flow-cli policies FILE prints the trust policy that it needs.',
    },
  ];
}

function lacks(arn: string, missing: readonly MissingRight[]): FlowError {
  const told = missing.slice(0, MOST).map(({ action, resource, why, statement }) => {
    const by = statement === undefined ? '' : ` by ${statement}`;
    return `  ${action} on ${resource}${why === 'denied' ? `, which is denied${by}` : ''}`;
  });
  const more = missing.length > MOST ? [`  and ${missing.length - MOST} more`] : [];
  return new FlowError(
    'ROLE_LACKS_RIGHTS',
    [`The role ${arn} lacks rights that the state machine needs:`, ...told, ...more].join('\n'),
    { hint: 'flow-cli policies FILE prints the policy that it needs; or leave --role out for a role of its own.' },
  );
}

function unjudged(arn: string, { action, resource, statement }: MissingRight): PlanWarning {
  const by = statement === undefined ? 'a statement' : `the statement ${statement}`;
  return {
    message: `Whether the role ${arn} allows ${action} on ${resource} hangs on ${by}, which is not judged here.`,
    hint: 'Look at its conditions; a run tells it at the latest.',
  };
}

function notUsable(what: string, hint: string): FlowError {
  return new FlowError('ROLE_NOT_USABLE', `${what}.`, { hint });
}

const MAKE = 'flow-cli policies FILE prints the role that it needs; or leave --role out for a role of its own.';

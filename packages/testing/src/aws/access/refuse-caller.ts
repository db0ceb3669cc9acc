import {
  type Caller,
  decide,
  matches,
  matchesAction,
  type Needed,
  refused,
  type Refusals,
} from '@flowmap/local/account';
import type { DeniedAction } from './denied-action.js';

/** Refuses a caller whose keys are unknown or over. Gives the caller. */
export function admitted(
  caller: Caller | undefined,
  sessionToken: string | undefined,
  isExpired: boolean,
  now: Date,
  refusals: Refusals,
): Caller {
  if (caller === undefined || (caller.role !== undefined && caller.role.sessionToken !== sessionToken)) {
    throw refused(refusals.unknownKey, 'The security token included in the request is invalid.');
  }
  if (isExpired || (caller.role !== undefined && caller.role.expires <= now)) {
    throw refused(refusals.expired, 'The security token included in the request is expired');
  }
  return caller;
}

/** Refuses what the caller may not do: what the test denies, and for one who assumed a role what the role does not allow. */
export function authorise(
  caller: Caller,
  needed: readonly Needed[],
  denied: readonly DeniedAction[],
  refusals: Refusals,
): void {
  for (const { action, resource } of needed) {
    const reason = whyNot(caller, action, resource, denied);
    if (reason === undefined) continue;
    throw refused(
      refusals.denied,
      `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    );
  }
}

function whyNot(caller: Caller, action: string, resource: string, denied: readonly DeniedAction[]): string | undefined {
  const none = `because no identity-based policy allows the ${action} action`;
  if (denied.some((one) => matchesAction(one.action, action) && matches(one.resource ?? '*', resource))) return none;
  if (caller.role === undefined || action === 'sts:GetCallerIdentity') return undefined;
  const { decision } = decide(caller.role.policies() ?? [], action, resource);
  if (decision === 'explicitDeny') return 'with an explicit deny in an identity-based policy';
  return decision === 'allowed' ? undefined : none;
}

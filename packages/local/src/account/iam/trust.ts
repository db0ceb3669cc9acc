import { listOf, type PolicyDocument, statementsOf } from '../access/policy.js';
import { matchesAction } from '../access/wildcard.js';

/** Who wants to take on a role. */
export type Principal = { readonly service: string } | { readonly aws: readonly string[] };

/** Whether a trust policy lets a principal take on its role. Conditions count as met. */
export function trusts(trust: PolicyDocument, principal: Principal): boolean {
  const fitting = statementsOf(trust).filter(
    (statement) =>
      listOf(statement.Action).some((pattern) => matchesAction(pattern, 'sts:AssumeRole')) &&
      isMeant(statement.Principal, principal),
  );
  return fitting.length > 0 && fitting.every(({ Effect: effect }) => effect === 'Allow');
}

function isMeant(
  given: '*' | Readonly<Record<string, string | readonly string[]>> | undefined,
  who: Principal,
): boolean {
  if (given === undefined) return false;
  if (given === '*') return true;
  if ('service' in who) return listOf(given['Service']).includes(who.service);
  return listOf(given['AWS']).some((one) => one === '*' || who.aws.includes(one));
}

import type { PolicyStatement, Target } from '@flowmap/asl';
import type { StateMachine } from '@flowmap/asl/language';
import type { NeededRight } from './needed-rights.js';
import { neededRights } from './needed-rights.js';

/**
 * What the states of a definition need and the policies do not allow, as `action on resource`, in the order of the states. A
 * resource that is only known at run time counts as allowed where the action is allowed on anything, or on anything that begins as
 * it does.
 */
export function missingRights(
  definition: StateMachine,
  policies: readonly PolicyStatement[],
  target: Target,
): readonly string[] {
  const missing = neededRights(definition, target).filter((right) => !isAllowed(policies, right));
  return [
    ...new Set(
      missing.map(
        ({ action, resource, within, state }) =>
          `${state}: ${action} on ${resource ?? (within ? `${within}*` : 'anything')}`,
      ),
    ),
  ];
}

function isAllowed(policies: readonly PolicyStatement[], { action, resource, within }: NeededRight): boolean {
  const reaches = (allowed: string): boolean => {
    if (resource !== undefined) return matches(allowed, resource);
    return within === undefined || allowed.startsWith(within) || matches(allowed, within);
  };
  return policies.some(
    ({ Action: actions, Resource: resources }) =>
      actions.some((allowed) => allows(allowed.toLowerCase(), action.toLowerCase())) && resources.some(reaches),
  );
}

/** Of `sqs:*` any action of the service is enough: which one, only its documentation knows. */
function allows(allowed: string, action: string): boolean {
  return action.endsWith(':*') ? allowed.startsWith(action.slice(0, -1)) : matches(allowed, action);
}

/** IAM's wildcards: `*` is any text, `?` one character. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

import type { PolicyStatement } from '@flowmap/asl';
import { FlowError } from '@flowmap/graph';
import { compact } from './compact.js';
import { documentText, policyDocument, type PolicyDocument } from './document.js';
import { withSids } from './sids.js';

/** Most characters of all inline policies of a role, blanks not counted. Source: AWS IAM user guide, "IAM and AWS STS quotas". */
export const LONGEST_ROLE_POLICY = 10_240;

/**
 * The policy of a role: the rights compacted, each statement with a Sid that says what it is about. Too long for a role, it is
 * tried without Sids; then it is refused with `POLICY_TOO_LONG`.
 */
export function rolePolicy(role: string, statements: readonly PolicyStatement[]): PolicyDocument {
  const rights = compact(statements);
  const named = policyDocument(withSids(rights));
  if (documentText(named).length <= LONGEST_ROLE_POLICY) return named;
  const bare = policyDocument(rights.map((right) => ({ Effect: 'Allow', ...right })));
  const { length } = documentText(bare);
  if (length <= LONGEST_ROLE_POLICY) return bare;
  throw new FlowError(
    'POLICY_TOO_LONG',
    `the policy of the role ${role} has ${length} characters, and IAM takes ${LONGEST_ROLE_POLICY}; most of it are ${longest(rights)}`,
    {
      hint: 'Let steps share their resources, so that they share a function; split the flow; or bring a role of your own, whose rights lie in several managed policies.',
    },
  );
}

/** What takes the most room, for people. */
function longest(rights: readonly PolicyStatement[]): string {
  const [worst] = [...rights].sort((one, other) => JSON.stringify(other).length - JSON.stringify(one).length);
  return `the ${worst?.Resource.length ?? 0} resources of ${worst?.Action.join(', ') ?? 'nothing'}`;
}

import { FlowError } from '@flowmap/graph';
import type { MetadataStore, OwnerRecord } from '@flowmap/store';

/** Who wants to change a deployed flow, and what he shows. */
export interface Claim {
  readonly deployment: string;
  /** Who asks, as {@link callerName} says it. */
  readonly caller: string;
  /** The production token that is shown. */
  readonly token?: string | undefined;
}

/**
 * Whose a flow is, where the one who asks may change it: its owner, or whoever shows its token. Undefined where it is nobody's. Throws
 * `NOT_YOURS`. It keeps people from changing a flow by accident; what they may do at all is up to their AWS rights.
 */
export async function mayChange(metadata: MetadataStore, claim: Claim): Promise<OwnerRecord | undefined> {
  const record = await metadata.owner(claim.deployment);
  if (!record || record.owner === claim.caller || record.token === claim.token) return record;
  const wrong = claim.token === undefined ? '' : ', and the token that you gave is not its token';
  throw new FlowError(
    'NOT_YOURS',
    `${claim.deployment} was deployed by ${record.owner}, and you are ${claim.caller}${wrong}.`,
    {
      hint: 'Ask for its production token and give it with --authorize TOKEN, or deploy under a name of your own with --name.',
    },
  );
}

/** A caller of AWS by name: `ada` for a user, `deployers/ada` for somebody who took on a role, whatever the account. */
export function callerName(arn: string): string {
  const [kind, ...rest] = (arn.split(':')[5] ?? arn).split('/');
  return rest.length === 0 ? (kind ?? arn) : rest.join('/');
}

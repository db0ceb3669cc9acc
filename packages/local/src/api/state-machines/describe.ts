import type { Backstage } from '../backstage.js';
import type { Revision } from './machine-record.js';

/** The members of an answer that describe a revision. `METADATA_ONLY` hides the definition, as the API reference says. */
export async function describeRevision(
  { definitions }: Pick<Backstage, 'definitions'>,
  revision: Revision,
  includedData = 'ALL_DATA',
): Promise<object> {
  return {
    definition: includedData === 'METADATA_ONLY' ? '{}' : await definitions.get(revision.definition),
    roleArn: revision.role,
    loggingConfiguration: revision.logging,
    tracingConfiguration: revision.tracing,
    ...(revision.id !== undefined && { revisionId: revision.id }),
    ...(revision.encryption !== undefined && { encryptionConfiguration: revision.encryption }),
  };
}

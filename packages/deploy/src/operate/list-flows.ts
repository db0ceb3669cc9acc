import type { MetadataStore } from '@flowmap/store';
import { newestDeployment } from './deployments.js';

/** A flow that is deployed. */
export interface DeployedFlow {
  readonly deployment: string;
  readonly owner: string;
  /** Its newest deployment: who, when, and whether it came to its end. Absent where none was begun. */
  readonly newest?: {
    readonly version: number;
    readonly code: string;
    readonly by: string;
    /** ISO 8601. */
    readonly at: string;
    readonly ended: boolean;
  };
}

/** The flows of a metadata store, by name. Nothing of the account is listed. Throws the errors `METADATA_...`. */
export async function listFlows(metadata: MetadataStore): Promise<readonly DeployedFlow[]> {
  const flows: DeployedFlow[] = [];
  for await (const { deployment, owner } of metadata.owners()) {
    const record = await newestDeployment(metadata, deployment);
    const newest = record && {
      version: record.version,
      code: record.code,
      by: record.by,
      at: record.at,
      ended: record.end !== undefined,
    };
    flows.push({ deployment, owner, ...(newest && { newest }) });
  }
  return flows;
}

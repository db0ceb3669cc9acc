import { FlowError } from '@flowmap/graph';
import type { DeploymentEnd, DeploymentRecord, MetadataStore } from '@flowmap/store';
import { noSuchFlow } from './no-such-flow.js';

/** A deployment that went live. */
export type EndedDeployment = DeploymentRecord & { readonly end: DeploymentEnd };

/** The deployments of a flow, newest last. Throws `NO_SUCH_FLOW` where there is none. */
export async function deploymentsOf(metadata: MetadataStore, name: string): Promise<readonly DeploymentRecord[]> {
  const records = await recordsOf(metadata, name);
  if (records.length === 0) throw await noSuchFlow(metadata, name);
  return records;
}

/** The deployments of a flow, newest last; none where there is none. */
export async function recordsOf(metadata: MetadataStore, name: string): Promise<readonly DeploymentRecord[]> {
  const records: DeploymentRecord[] = [];
  for await (const record of metadata.deployments(name)) records.push(record);
  return records;
}

/** The newest deployment of a flow, whether or not it ended. */
export async function newestDeployment(metadata: MetadataStore, name: string): Promise<DeploymentRecord | undefined> {
  let last: DeploymentRecord | undefined;
  for await (const record of metadata.deployments(name)) last = record;
  return last;
}

/** Whether a deployment went live. */
export function isEnded(record: DeploymentRecord): record is EndedDeployment {
  return record.end !== undefined;
}

/** Whether a deployment can be made live again: it went live, and nothing of it was removed since. */
export function isWhole(record: DeploymentRecord): record is EndedDeployment {
  return isEnded(record) && record.end.pruned === undefined;
}

/** The error for going back to a deployment whose code was removed. */
export function pruned(name: string, version: number): FlowError {
  return new FlowError(
    'DEPLOYMENT_PRUNED',
    `The code of version ${version} of ${name} was removed: it was out of use.`,
    {
      hint: `flow-cli history ${name} shows what there is to go back to; or deploy that code again.`,
    },
  );
}

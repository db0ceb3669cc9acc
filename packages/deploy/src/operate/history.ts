import type { DeploymentRecord } from '@flowmap/store';
import { faulted } from '../aws/fault.js';
import { deploymentsOf, type EndedDeployment, isEnded } from './deployments.js';
import { liveRoutes, type LiveRoute } from './live-routes.js';
import { noSuchFlow } from './no-such-flow.js';
import type { OperatePorts } from './ports.js';

/** A deployment in the history of a flow. */
export interface PastDeployment {
  readonly version: number;
  /** The hash of its code. */
  readonly code: string;
  readonly by: string;
  /** When it began. ISO 8601. */
  readonly at: string;
  /** When it went live; absent where it never came to its end. */
  readonly ended?: string;
  /** ARN of its version of the state machine. */
  readonly machineVersion?: string;
  /** Per cent of what is started that goes there now; 0 for what is live no more. */
  readonly weight: number;
  /** Whether its code was removed, so that it cannot be gone back to. */
  readonly pruned?: true;
}

/**
 * The deployments of a flow, newest first, and which of them are live. Where several have the same version of the state machine, the newest
 * of them is the live one. Throws `NO_SUCH_FLOW` and the errors `AWS_...`, `METADATA_...`.
 */
export function history(name: string, { site, metadata }: OperatePorts): Promise<readonly PastDeployment[]> {
  return faulted(async () => {
    const records = await deploymentsOf(metadata, name);
    const live = liveAmong(records, (await liveRoutes(site, name)) ?? []);
    return records.toReversed().map((record) => ({
      version: record.version,
      code: record.code,
      by: record.by,
      at: record.at,
      ...(record.end && { ended: record.end.at, machineVersion: record.end.machineVersion }),
      weight: live.find(({ deployment }) => deployment.version === record.version)?.weight ?? 0,
      ...(record.end?.pruned !== undefined && { pruned: true as const }),
    }));
  });
}

/** A deployment that is live, wholly or in part. */
export interface LiveDeployment {
  readonly deployment: EndedDeployment;
  /** Per cent of what is started. */
  readonly weight: number;
}

/** The deployment that most of what is started goes to. Throws `NO_SUCH_FLOW`. */
export function liveDeployment(name: string, { site, metadata }: OperatePorts): Promise<EndedDeployment> {
  return faulted(async () => {
    const records = await deploymentsOf(metadata, name);
    const [first] = liveAmong(records, (await liveRoutes(site, name)) ?? []);
    if (first) return first.deployment;
    throw await noSuchFlow(metadata, name);
  });
}

/** The deployments behind some routes, the largest share first. */
export function liveAmong(
  records: readonly DeploymentRecord[],
  routes: readonly LiveRoute[],
): readonly LiveDeployment[] {
  return routes.flatMap(({ machineVersion, weight }) => {
    const deployment = records.filter(isEnded).findLast(({ end }) => end.machineVersion === machineVersion);
    return deployment ? [{ deployment, weight }] : [];
  });
}

import type { PolicyStatement } from '@flowmap/asl';
import type { DeploymentRecord } from '@flowmap/store';
import type { Deployment } from '../model/deployment.js';
import { isEnded } from '../operate/deployments.js';
import { ofAnyCode } from './machine-role.js';

/** What the state machine of a deployment may do, as it is recorded. */
export function recordedRights({ policies, target }: Deployment): readonly PolicyStatement[] {
  return policies.map((statement) => ofAnyCode(statement, target));
}

/**
 * The deployment with the rights of those before it too, as long as their code is kept: all versions of a state machine share one role, and
 * an execution that goes on, or is redriven, does what its own version does.
 */
export function withKeptRights(deployment: Deployment, records: readonly DeploymentRecord[]): Deployment {
  const kept = records.filter((record) => isEnded(record) && record.end.pruned !== 'done');
  const before = kept.flatMap(({ rights = [] }) => rights as unknown as readonly PolicyStatement[]);
  return { ...deployment, policies: [...deployment.policies, ...before] };
}

import type { DeploymentRecord } from '@flowmap/store';
import { type EndedDeployment, isEnded } from '../operate/deployments.js';

/** Days that an execution which did not end well can be redriven for. Source: AWS Step Functions developer guide, "Redriving executions". */
export const REDRIVE_DAYS = 14;

/** The moment before which a deployment must have been superseded, and before which its runs must have ended. */
export function cutoff(now: Date): number {
  return now.getTime() - REDRIVE_DAYS * 24 * 60 * 60 * 1000;
}

/**
 * The deployments that may be removed, oldest first: another one went live after each of them, before `since`, nothing goes to their
 * state machine by now, and no other deployment has the same one. What never went live is no such deployment.
 *
 * @param live ARNs of the versions of the state machine that anything goes to.
 */
export function superseded(
  records: readonly DeploymentRecord[],
  live: readonly string[],
  since: number,
): readonly EndedDeployment[] {
  const ended = records.filter(isEnded);
  const isOld = ({ version }: EndedDeployment): boolean => {
    const next = ended.find((other) => other.version > version);
    return next !== undefined && Date.parse(next.end.at) < since;
  };
  const used = new Set([
    ...live,
    ...ended.filter((record) => !isOld(record)).map(({ end: { machineVersion } }) => machineVersion),
  ]);
  return ended.filter(
    (record) => isOld(record) && record.end.pruned !== 'done' && !used.has(record.end.machineVersion),
  );
}

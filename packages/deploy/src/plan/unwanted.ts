import type { DeployedResource } from '@flowmap/asl';
import type { DeploymentRecord } from '@flowmap/store';
import { kindOf } from '../kinds/index.js';
import { named, type Site } from '../kinds/kind.js';
import { RULE } from '../kinds/rule.js';
import { SCHEDULE } from '../kinds/schedule.js';
import { STATE_MACHINE } from '../kinds/state-machine.js';
import { tagsOf } from '../kinds/tags.js';
import { DEPLOYMENT_TAG, roleName, starterName } from '../model/names.js';
import type { Change } from './plan.js';

/** Whose deployment it is, and where. */
export interface UnwantedOf {
  readonly deployment: string;
  readonly machine: string;
  readonly region: string;
}

/**
 * The removal of schedules and rules that earlier deployments made and that nobody wants any more, with the starter and the roles that served
 * them alone. Everything else that earlier deployments made stays: runs that go on use it.
 */
export async function planRemovals(
  site: Site,
  of: UnwantedOf,
  wanted: readonly DeployedResource[],
  records: readonly DeploymentRecord[],
): Promise<readonly Change[]> {
  const kept = new Set(wanted.map(({ Type, Name }) => `${Type} ${Name}`));
  const left = new Map<string, DeployedResource>();
  for (const { resources = [] } of sinceSettled(records)) {
    for (const { type, name } of resources) {
      const key = `${type} ${name}`;
      if (!kept.has(key) && placeOf(of, type, name) >= 0) left.set(key, named(type, name));
    }
  }
  const inOrder = [...left.values()].sort((a, b) => placeOf(of, a.Type, a.Name) - placeOf(of, b.Type, b.Name));
  const changes = await Promise.all(inOrder.map((resource) => removal(site, of.deployment, resource)));
  return changes.flatMap((change) => change ?? []);
}

async function removal(site: Site, deployment: string, resource: DeployedResource): Promise<Change | undefined> {
  const kind = kindOf(resource.Type);
  const found = await kind.read(site, resource);
  // What has another's tag by now is another's.
  if (!found || (kind.tagged && tagsOf(found)[DEPLOYMENT_TAG] !== deployment)) return undefined;
  return { resource, action: 'delete', differences: [], found };
}

/** The order in which they go: what uses others first. Negative for what is not removed. */
function placeOf({ deployment, machine, region }: UnwantedOf, type: string, name: string): number {
  return [
    type === SCHEDULE.type,
    type === RULE.type,
    type === STATE_MACHINE.type && name === starterName(machine),
    name === roleName(deployment, region, 'starter'),
    name === roleName(deployment, region, 'schedule'),
  ].indexOf(true);
}

/**
 * The deployments whose resources may still be there: the last one that ended and removed what it did not want, and all behind it. Going
 * back to an earlier one removes nothing, and its record is that one's over again: what looks so is not taken for a deployment of its own.
 */
function sinceSettled(records: readonly DeploymentRecord[]): readonly DeploymentRecord[] {
  const isSettled = (record: DeploymentRecord, at: number): boolean =>
    record.end !== undefined && !records.slice(0, at).some((earlier) => isAgain(record, earlier));
  return records.slice(Math.max(0, records.findLastIndex(isSettled)));
}

function isAgain(record: DeploymentRecord, earlier: DeploymentRecord): boolean {
  return (
    earlier.end?.machineVersion === record.end?.machineVersion &&
    JSON.stringify(earlier.resources) === JSON.stringify(record.resources)
  );
}

import type { DeploymentRecord, MetadataStore, ObjectStore } from '@flowmap/store';
import { faulted } from '../aws/fault.js';
import type { Site } from '../kinds/kind.js';
import { deploymentsOf, type EndedDeployment, isWhole } from '../operate/deployments.js';
import { liveAmong, type LiveDeployment } from '../operate/history.js';
import { liveRoutes } from '../operate/live-routes.js';
import { aboutOf, examineResource } from './examine-resource.js';
import { error, examined, type Finding, ok, warning } from './finding.js';

/** What looking at a deployed flow needs of the world. */
export interface ExaminePorts {
  readonly site: Site;
  readonly metadata: MetadataStore;
  /** The bucket of artifacts. */
  readonly objects: ObjectStore;
  /** Name of the metadata table. */
  readonly table: string;
}

const ABOUT = 'deployment';

/**
 * Compares a deployed flow with the records of its deployments: where runs go, and whether each thing that they need is there as it was made.
 * Each thing is looked at once, and nothing is changed. Throws `NO_SUCH_FLOW` and the errors `METADATA_...`.
 */
export function examineDeployment(name: string, ports: ExaminePorts): Promise<readonly Finding[]> {
  return faulted(async () => {
    const records = await deploymentsOf(ports.metadata, name);
    let live: readonly LiveDeployment[] = [];
    const routes = await examined(ABOUT, `Where runs of ${name} go`, async () => {
      const found = await liveRoutes(ports.site, name);
      if (!found) return [error(ABOUT, `${name} has no state machine with the alias live.`, AGAIN)];
      live = liveAmong(records, found);
      const unknown = found.filter(({ machineVersion }) => !live.some((one) => isOf(one, machineVersion)));
      return [
        ...unknown.map(({ machineVersion, weight }) =>
          error(ABOUT, `${weight} % of the runs go to ${machineVersion}, which no deployment made.`, AGAIN),
        ),
        ...live.map(({ deployment: { version, by }, weight }) =>
          ok(ABOUT, `${weight} % of the runs go to version ${version}, deployed by ${by}.`),
        ),
        ...drift(name, records, live),
      ];
    });
    const resources: Finding[] = [];
    for (const [key, use] of resourcesOf(live.map(({ deployment }) => deployment))) {
      resources.push(...(await examined(aboutOf(use.type), key, () => examineResource(use, ports))));
    }
    return [...routes, ...resources];
  });
}

const AGAIN = 'Deploy it again: what is gone is made anew.';

function isOf({ deployment: { end } }: LiveDeployment, machineVersion: string): boolean {
  return end.machineVersion === machineVersion;
}

/** What the records say beside where runs go. */
function drift(
  name: string,
  records: readonly DeploymentRecord[],
  live: readonly LiveDeployment[],
): readonly Finding[] {
  const newest = records.at(-1);
  const ended = records.findLast(isWhole);
  const isElsewhere = ended && live.length > 0 && !live.some((one) => isOf(one, ended.end.machineVersion));
  return [
    ...(newest && !newest.end
      ? [warning(ABOUT, `Version ${newest.version}, begun by ${newest.by}, never came to its end.`, UNENDED)]
      : []),
    ...(isElsewhere
      ? [
          warning(
            ABOUT,
            `No run goes to version ${ended.version}, the newest.`,
            `If they are to: flow-cli promote ${name} --weight 100`,
          ),
        ]
      : []),
  ];
}

const UNENDED = 'Deploy again: it goes on where it stopped. Or it is under way.';

/** A thing that a live deployment needs. */
export interface UsedResource {
  readonly deployment: EndedDeployment;
  readonly type: string;
  readonly name: string;
}

/** All that live deployments need, each once, by what it is called. */
function resourcesOf(live: readonly EndedDeployment[]): ReadonlyMap<string, UsedResource> {
  const used = new Map<string, UsedResource>();
  for (const deployment of live) {
    for (const { type, name } of deployment.resources ?? []) {
      if (!used.has(`${type} ${name}`)) used.set(`${type} ${name}`, { deployment, type, name });
    }
  }
  return used;
}

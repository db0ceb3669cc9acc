import { DeleteStateMachineVersionCommand } from '@aws-sdk/client-sfn';
import type { DeploymentRecord, MetadataStore, ObjectStore } from '@flowmap/store';
import type { Step } from './apply.js';
import { awsFault, isNamed } from './aws/fault.js';
import { kindOf } from './kinds/index.js';
import { named, type Site } from './kinds/kind.js';
import { tagsOf } from './kinds/tags.js';
import { DEPLOYMENT_TAG } from './model/names.js';
import { codeOfOthers } from './operate/code-of-others.js';
import type { EndedDeployment } from './operate/deployments.js';
import { liveRoutes } from './operate/live-routes.js';
import { hasRecentRuns } from './prune/has-recent-runs.js';
import { removeCodeVersion } from './prune/remove-code-version.js';
import { cutoff, superseded } from './prune/superseded.js';

/** What removing old code needs of the world. */
export interface PrunePorts {
  readonly site: Site;
  readonly metadata: MetadataStore;
  /** The bucket of artifacts. */
  readonly objects: ObjectStore;
  readonly now: () => Date;
  readonly onStep?: (step: Step) => void;
  readonly signal?: AbortSignal;
}

/**
 * Removes what only deployments need that were superseded more than {@link REDRIVE_DAYS} days ago: aliases and versions of functions, functions
 * of shapes that are used no more, job definitions, the code in the bucket, versions of the state machine. Graphs stay, by which old runs are
 * read, and so do roles and log groups. Nothing goes that a kept deployment names, that carries no tag of the flow, or that an execution
 * needs which runs or may be redriven. It never throws: what could not be removed is told as a step, and tried again the next time.
 */
export async function prune(name: string, ports: PrunePorts): Promise<void> {
  const { onStep = () => undefined } = ports;
  const failed = (of: string, error: unknown): void => {
    const fault = awsFault(error);
    onStep({ did: 'left', type: 'deployment', name: of, why: fault instanceof Error ? fault.message : String(fault) });
  };
  try {
    const records: DeploymentRecord[] = [];
    for await (const record of ports.metadata.deployments(name)) records.push(record);
    const candidates = await unused(name, records, ports);
    const going = new Set(candidates.map(({ version }) => version));
    const kept = records.filter(({ version, end }) => end?.pruned !== 'done' && !going.has(version));
    const names = namesOf(kept);
    const others = candidates.length > 0 ? await codeOfOthers(ports.metadata, name) : new Set<string>();
    for (const old of candidates) {
      if (ports.signal?.aborted) return;
      try {
        await pruneOne(old, { ports, onStep, isKept: (type, one) => names.has(`${type} ${one}`) || others.has(one) });
      } catch (error) {
        failed(`${name}, version ${old.version}`, error);
      }
    }
  } catch (error) {
    failed(name, error);
  }
}

/** The deployments that nothing needs any more. */
async function unused(
  name: string,
  records: readonly DeploymentRecord[],
  { site, now }: PrunePorts,
): Promise<readonly EndedDeployment[]> {
  const since = cutoff(now());
  if (superseded(records, [], since).length === 0) return [];
  const routes = await liveRoutes(site, name);
  if (!routes) return [];
  const live = routes.map(({ machineVersion }) => machineVersion);
  const quiet: EndedDeployment[] = [];
  for (const old of superseded(records, live, since)) {
    if (!(await hasRecentRuns(site, old.end.machineVersion, since))) quiet.push(old);
  }
  return quiet;
}

interface Pruning {
  readonly ports: PrunePorts;
  readonly onStep: (step: Step) => void;
  /** Whether something that is kept needs it. */
  readonly isKept: (type: string, name: string) => boolean;
}

/** The version of the state machine goes first: from then on nothing can be sent to what goes next. */
async function pruneOne({ deployment, version, end, resources = [] }: EndedDeployment, work: Pruning): Promise<void> {
  const { ports, onStep } = work;
  const { site, metadata, objects } = ports;
  await metadata.finishDeployment(deployment, version, { ...end, pruned: 'begun' });
  if (!(await removeMachineVersion(site, end.machineVersion))) {
    const { pruned: _, ...live } = end;
    await metadata.finishDeployment(deployment, version, live);
    return;
  }
  for (const { type, name } of resources) {
    if (!work.isKept(type, name)) await removeResource(deployment, type, name, work);
  }
  const code = resources.filter(({ type, name }) => type === 'code' && !isGraph(name) && !work.isKept(type, name));
  await objects.remove(code.map(({ name }) => name));
  await metadata.finishDeployment(deployment, version, { ...end, pruned: 'done' });
  onStep({ did: 'removed', type: 'deployment', name: `${deployment}, version ${version}` });
}

/** Removes a version of a state machine; not where somebody sent runs to it a moment ago. */
async function removeMachineVersion({ aws: { sfn } }: Site, stateMachineVersionArn: string): Promise<boolean> {
  try {
    await sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn }));
    return true;
  } catch (error) {
    if (isNamed(error, 'ConflictException')) return false;
    throw error;
  }
}

const ALIAS = 'AWS::Lambda::Alias';
const FUNCTION = 'AWS::Lambda::Function';

async function removeResource(deployment: string, type: string, name: string, work: Pruning): Promise<void> {
  const { site } = work.ports;
  const [owner = '', alias = ''] = name.split(':');
  const ofType = type === ALIAS ? FUNCTION : type;
  if (ofType !== FUNCTION && ofType !== 'AWS::Batch::JobDefinition') return;
  // It goes with its function.
  if (type === ALIAS && !work.isKept(FUNCTION, owner)) return;
  const found = await kindOf(ofType).read(site, named(ofType, owner));
  if (!found || tagsOf(found)[DEPLOYMENT_TAG] !== deployment) return;
  if (type === ALIAS) await removeCodeVersion(site, owner, alias);
  else await kindOf(type).remove(site, name);
}

function isGraph(key: string): boolean {
  return key.endsWith('.graph.json');
}

/** All that deployments name. */
function namesOf(records: readonly DeploymentRecord[]): ReadonlySet<string> {
  return new Set(records.flatMap(({ resources = [] }) => resources.map(({ type, name }) => `${type} ${name}`)));
}

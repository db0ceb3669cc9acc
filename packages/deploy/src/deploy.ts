import type { DeployedResource } from '@flowmap/asl';
import { FlowError, type JsonObject } from '@flowmap/graph';
import type { DeploymentRecord, MetadataStore, ObjectStore, OwnerRecord } from '@flowmap/store';
import { applyChanges, type Step, type Upload, uploadAll } from './apply.js';
import { faulted } from './aws/fault.js';
import { ALIAS } from './kinds/function.js';
import { kindOf } from './kinds/index.js';
import { named, type Site } from './kinds/kind.js';
import { LIVE_VERSION, STATE_MACHINE } from './kinds/state-machine.js';
import { desiredResources } from './model/desired.js';
import type { Deployment } from './model/deployment.js';
import { newestDeployment, recordsOf } from './operate/deployments.js';
import { mayChange } from './ownership.js';
import { type Change, planChanges } from './plan/plan.js';
import { planUploads, type PlannedUpload } from './plan/uploads.js';
import { planRemovals } from './plan/unwanted.js';
import { prune } from './prune.js';
import { checkMachineRole, type PlanWarning } from './rights/check-machine-role.js';
import { recordedRights, withKeptRights } from './rights/kept-rights.js';

/** What deploying needs of the world. */
export interface DeployPorts {
  readonly site: Site;
  readonly metadata: MetadataStore;
  /** The bucket of artifacts. */
  readonly objects: ObjectStore;
  /** Who deploys: what `callerName` makes of the caller's ARN. */
  readonly caller: string;
  readonly now: () => Date;
  /** A new production token: random, and hard to guess. */
  readonly newToken: () => string;
  /** Is told of each step that was done. */
  readonly onStep?: (step: Step) => void;
  readonly signal?: AbortSignal;
}

/** What is to be deployed. */
export interface DeployRequest {
  readonly deployment: Deployment;
  /** The code, under the keys that the resources name. */
  readonly uploads: readonly Upload[];
  /** The production token, where the flow is somebody else's. */
  readonly authorize?: string | undefined;
  /** Replaces the production token. */
  readonly generateNewToken?: boolean | undefined;
}

/** What deploying would do. */
export interface DeploymentPlan {
  /** Whose the flow is; absent where it is nobody's yet. */
  readonly owner?: OwnerRecord;
  /** The newest deployment, whether or not it ended. */
  readonly last?: DeploymentRecord;
  readonly changes: readonly Change[];
  /** What could not be told beforehand, of a role that somebody else made. */
  readonly warnings: readonly PlanWarning[];
  /** The code that the changes need: what of it the bucket has already is not uploaded again. None where nothing needs it. */
  readonly uploads: readonly PlannedUpload[];
  /** Whether there is nothing to do at all. */
  readonly unchanged: boolean;
}

/** What a deployment came to. */
export interface Deployed {
  /** 1 for the first deployment of a flow. */
  readonly version: number;
  /** ARN of the version of the state machine that is live. */
  readonly machineVersion: string;
  readonly owner: OwnerRecord;
  /** Whether there was nothing to do. */
  readonly unchanged: boolean;
}

/**
 * Says what deploying would do, and does nothing. Throws `NOT_YOURS` and `NAME_TAKEN` where it may not be done, `ROLE_LACKS_RIGHTS` and
 * `ROLE_NOT_USABLE` where the role is not fit that was brought for the state machine, `STORE_NO_BUCKET` and `STORE_WRONG_REGION` where
 * there is no place for the code, and the errors `AWS_...`, `METADATA_...`, `STORE_...`.
 */
export function planDeployment(request: DeployRequest, ports: DeployPorts): Promise<DeploymentPlan> {
  return faulted(() => planned(request, ports));
}

async function planned(
  { deployment, uploads, authorize, generateNewToken = false }: DeployRequest,
  { site, metadata, objects, caller }: DeployPorts,
): Promise<DeploymentPlan> {
  const name = deployment.target.deployment;
  const owner = await mayChange(metadata, { deployment: name, caller, token: authorize });
  const records = owner ? await recordsOf(metadata, name) : [];
  const last = records.at(-1);
  const whole = withKeptRights(deployment, records);
  const warnings = await checkMachineRole(site, whole);
  const wanted = desiredResources(whole);
  const [made, removed] = await Promise.all([
    planChanges(site, wanted),
    planRemovals(site, deployment.target, wanted, records),
  ]);
  const changes = [...made, ...removed];
  const live = changes.find(({ resource }) => isMachineOf(deployment, resource))?.found?.[LIVE_VERSION];
  const isRecorded =
    last?.end !== undefined && last.code === deployment.target.code && last.end.machineVersion === live;
  const isSame = changes.every(({ action }) => action === 'keep');
  const unchanged = isSame && isRecorded && owner !== undefined && !generateNewToken;
  // Asked also where no code is needed: without its bucket no run goes well.
  const code = unchanged ? [] : await planUploads(objects, uploads);
  return {
    ...(owner && { owner }),
    ...(last && { last }),
    changes,
    warnings,
    uploads: needsCode(changes) ? code : [],
    unchanged,
  };
}

/**
 * Does what a plan says: the record of what will be made first, then the code, then each resource behind those that it needs: the state
 * machine behind all that it runs, its alias when it is there, and then what starts it; what is no longer wanted goes, and at the very end
 * old deployments, see `prune`. Stopped anywhere in it, nothing that runs has changed, and the same deployment done again goes on.
 * Unchanged, it does nothing.
 */
export function applyDeployment(plan: DeploymentPlan, request: DeployRequest, ports: DeployPorts): Promise<Deployed> {
  return faulted(() => applied(plan, request, ports));
}

async function applied(plan: DeploymentPlan, request: DeployRequest, ports: DeployPorts): Promise<Deployed> {
  const { deployment, uploads } = request;
  const { site, metadata, objects, onStep = () => undefined, signal } = ports;
  const { owner: before, last, changes } = plan;
  if (plan.unchanged && before && last?.end) {
    return { version: last.version, machineVersion: last.end.machineVersion, owner: before, unchanged: true };
  }
  const owner = await claimed(before, request, ports);
  const record = await begun(last, changes, request, ports);
  if (needsCode(changes)) await uploadAll(objects, uploads, onStep);
  await applyChanges(site, changes, onStep, signal);
  const machineVersion = await liveVersion(site, deployment.target.machine);
  await metadata.finishDeployment(record.deployment, record.version, { machineVersion, at: ports.now().toISOString() });
  await prune(record.deployment, ports);
  return { version: record.version, machineVersion, owner, unchanged: false };
}

function isMachineOf({ target }: Deployment, { Type, Name }: DeployedResource): boolean {
  return Type === STATE_MACHINE.type && Name === target.machine;
}

/** Whether the code is needed to make what is made. What is there was made from code that was there. */
function needsCode(changes: readonly Change[]): boolean {
  return changes.some(
    ({ action, resource: { Type } }) =>
      action !== 'keep' && (Type === 'AWS::Lambda::Function' || Type === 'AWS::Batch::JobDefinition'),
  );
}

async function claimed(
  before: OwnerRecord | undefined,
  { deployment, generateNewToken = false }: DeployRequest,
  { metadata, caller, now, newToken }: DeployPorts,
): Promise<OwnerRecord> {
  if (before && !generateNewToken) return before;
  const name = deployment.target.deployment;
  const wanted = { deployment: name, owner: caller, token: newToken(), at: now().toISOString() };
  if ((await metadata.claim(wanted, before?.token)) === 'written') return wanted;
  // An answer that was lost: the claim that is there is this one.
  const there = await metadata.owner(name);
  if (there?.token === wanted.token) return there;
  throw new FlowError('NOT_YOURS', `${name} was deployed by ${there?.owner ?? 'somebody else'} at the same moment.`, {
    hint: 'Say the same command once more to see whose it is now.',
  });
}

/** The record of this deployment, written before anything is made, so that nothing is ever there that no record names. */
async function begun(
  last: DeploymentRecord | undefined,
  changes: readonly Change[],
  { deployment, uploads }: DeployRequest,
  { metadata, caller, now }: DeployPorts,
): Promise<DeploymentRecord> {
  const { deployment: name, code } = deployment.target;
  const resources = [...uploads.map(({ key }) => ({ type: 'code', name: key })), ...changes.flatMap(recorded)];
  if (last && !last.end && last.code === code && JSON.stringify(last.resources) === JSON.stringify(resources))
    return last;
  const record = {
    deployment: name,
    version: (last?.version ?? 0) + 1,
    code,
    by: caller,
    at: now().toISOString(),
    resources,
    rights: recordedRights(deployment) as unknown as readonly JsonObject[],
  };
  if ((await metadata.putDeployment(record)) === 'written') return record;
  const there = await newestDeployment(metadata, name);
  if (there?.version === record.version && there.at === record.at && there.by === caller) return there;
  throw new FlowError(
    'DEPLOYED_AT_ONCE',
    `${name} is being deployed by ${there?.by ?? 'somebody else'} at the same moment.`,
    {
      hint: 'Wait until that has ended, and say the same command once more.',
    },
  );
}

/** What a deployment makes or keeps. What it removes is in the record of the one that made it. */
function recorded({ action, resource: { Type, Name, Properties } }: Change): { type: string; name: string }[] {
  if (action === 'delete') return [];
  const alias = Properties[ALIAS];
  const own = { type: Type, name: Name };
  return typeof alias === 'string' ? [own, { type: 'AWS::Lambda::Alias', name: `${Name}:${alias}` }] : [own];
}

async function liveVersion(site: Site, machine: string): Promise<string> {
  const found = await kindOf(STATE_MACHINE.type).read(site, named(STATE_MACHINE.type, machine));
  const version = found?.[LIVE_VERSION];
  if (typeof version === 'string') return version;
  throw new FlowError('MACHINE_GONE', `The state machine ${machine} was removed while it was deployed.`, {
    hint: 'Say the same command once more, when nobody else changes it.',
  });
}

import { FlowError } from '@flowmap/graph';
import type { DeploymentRecord, ObjectStore } from '@flowmap/store';
import { faulted } from '../aws/fault.js';
import { kindOf } from '../kinds/index.js';
import { named, type Site } from '../kinds/kind.js';
import { STATE_MACHINE } from '../kinds/state-machine.js';
import { tagsOf } from '../kinds/tags.js';
import { DEPLOYMENT_TAG } from '../model/names.js';
import { mayChange } from '../ownership.js';
import { codeOfOthers } from './code-of-others.js';
import { listRuns } from './list-runs.js';
import { noteEnds } from './note-ends.js';
import { noSuchFlow } from './no-such-flow.js';
import type { Authorization, ChangePorts } from './ports.js';
import { removeObjects } from './remove-objects.js';

/** What removing a flow needs of the world. */
export interface RemovePorts extends ChangePorts {
  /** The bucket of artifacts. */
  readonly objects: ObjectStore;
  /** Is told of each thing that was removed, or kept. */
  readonly onStep?: (step: RemovalStep) => void;
}

/** How to remove a flow. */
export interface RemoveRequest extends Authorization {
  /** Whether what runs left goes too: artifacts and log lines. Default: they stay. */
  readonly purge?: boolean | undefined;
  /** Whether to remove it while runs go on; they end then. */
  readonly force?: boolean | undefined;
}

/** What became of something that deployments made. */
export interface RemovalStep {
  readonly did: 'removed' | 'kept';
  /** As CloudFormation names it, `code`, or `artifacts`. */
  readonly type: string;
  readonly name: string;
  /** Why it stays. */
  readonly why?: string;
}

/** Runs that are counted before a flow is removed, at most. */
const COUNTED = 1_000;

/** What is removed first stands first: nothing may be started, then what it uses goes. */
const ORDER = [
  'AWS::Scheduler::Schedule',
  'AWS::Events::Rule',
  STATE_MACHINE.type,
  'AWS::Lambda::Function',
  'AWS::Batch::JobDefinition',
  'AWS::IAM::Role',
  'AWS::Logs::LogGroup',
  'code',
];

/** Goes with the function that it is of. */
const ALIASES = 'AWS::Lambda::Alias';

/**
 * Removes a flow with everything that any deployment of it made, and tells of each. What carries no tag of the flow by now is kept, and so is
 * code that another flow uses. How its runs ended is written into their records before. The records of deployments go last, so that the same call goes on where it stopped. Throws `RUNS_GO_ON`, `NOT_YOURS`,
 * `NO_SUCH_FLOW` and the errors `AWS_...`, `METADATA_...`, `STORE_...`.
 */
export function remove(name: string, request: RemoveRequest, ports: RemovePorts): Promise<readonly RemovalStep[]> {
  return faulted(() => removed(name, request, ports));
}

async function removed(
  name: string,
  { purge = false, force = false, authorize }: RemoveRequest,
  ports: RemovePorts,
): Promise<readonly RemovalStep[]> {
  const { site, metadata, objects, caller, onStep = () => undefined } = ports;
  const owner = await mayChange(metadata, { deployment: name, caller, token: authorize });
  const records: DeploymentRecord[] = [];
  for await (const record of metadata.deployments(name)) records.push(record);
  if (!owner && records.length === 0) throw await noSuchFlow(metadata, name);
  const made = resourcesOf(records);
  if (!force) await refuseRunning(name, made, ports);
  await noteEnds(name, ports);
  const steps: RemovalStep[] = [];
  const did = (step: RemovalStep): void => {
    steps.push(step);
    onStep(step);
  };
  const codes = made.filter(({ type }) => type === 'code').map((code) => code.name);
  const shared = codes.length > 0 ? await codeOfOthers(metadata, name) : new Set<string>();
  for (const resource of made) {
    if (resource.type === ALIASES || resource.type === 'code') continue;
    const why = await whyKept(site, name, resource, purge);
    if (why === undefined) await kindOf(resource.type).remove(site, resource.name);
    did({ did: why === undefined ? 'removed' : 'kept', ...resource, ...(why !== undefined && { why }) });
  }
  await objects.remove(codes.filter((code) => !shared.has(code)));
  for (const code of codes) {
    const isShared = shared.has(code);
    did({
      did: isShared ? 'kept' : 'removed',
      type: 'code',
      name: code,
      ...(isShared && { why: 'another flow uses it' }),
    });
  }
  if (purge) {
    await removeObjects(objects, `${name}/`);
    did({ did: 'removed', type: 'artifacts', name: `${name}/` });
  }
  await metadata.forgetDeployment(name);
  return steps;
}

type Resource = NonNullable<DeploymentRecord['resources']>[number];

/** All that the deployments made, each once, in the order in which it goes. */
function resourcesOf(records: readonly DeploymentRecord[]): readonly Resource[] {
  const all = new Map<string, Resource>();
  for (const { resources = [] } of records) {
    for (const { type, name } of resources) all.set(`${type} ${name}`, { type, name });
  }
  const place = ({ type }: Resource): number => (ORDER.includes(type) ? ORDER.indexOf(type) : ORDER.length);
  return [...all.values()].sort((a, b) => place(a) - place(b));
}

async function refuseRunning(name: string, made: readonly Resource[], ports: RemovePorts): Promise<void> {
  let running = 0;
  for (const { name: machine } of made.filter(({ type }) => type === STATE_MACHINE.type)) {
    const runs = listRuns(ports, machine, { status: 'RUNNING', limit: COUNTED });
    try {
      for await (const run of runs) if (run.status === 'RUNNING') running += 1;
    } catch (error) {
      // A machine that is gone already, or was never made, runs nothing.
      if ((error as { readonly code?: unknown }).code !== 'NO_SUCH_FLOW') throw error;
    }
  }
  if (running === 0) return;
  const count = running >= COUNTED ? `${COUNTED} runs or more` : running === 1 ? 'a run' : `${running} runs`;
  throw new FlowError('RUNS_GO_ON', `${name} has ${count} that ${running === 1 ? 'goes' : 'go'} on.`, {
    hint: `Wait for them, end them with flow-cli terminate ${name}/RUN, or add --force: they end then.`,
  });
}

/** Why something is not removed; undefined where it is. */
async function whyKept(
  site: Site,
  deployment: string,
  { type, name }: Resource,
  purge: boolean,
): Promise<string | undefined> {
  if (type === 'AWS::Logs::LogGroup') return purge ? undefined : 'it has the log lines of runs';
  const kind = kindOf(type);
  if (!kind.tagged) return undefined;
  const found = await kind.read(site, named(type, name));
  if (!found || tagsOf(found)[DEPLOYMENT_TAG] === deployment) return undefined;
  return `it has no tag ${DEPLOYMENT_TAG}=${deployment}`;
}

import type { DeployedResource } from '@flowmap/asl';
import { FlowError, invariant, type JsonObject } from '@flowmap/graph';
import { faulted } from '../aws/fault.js';
import type { Site } from '../kinds/kind.js';
import { differences, isEqual, type Difference } from '../plan/differences.js';
import { BASE_COMPUTE_ENVIRONMENT, BASE_JOB_QUEUE } from './base/batch.js';
import { BASE_BUCKET } from './base/bucket.js';
import { BASE_BUCKET_POLICY } from './base/bucket-policy.js';
import { BASE_INSTANCE_PROFILE } from './base/instance-profile.js';
import type { BaseKind } from './base/kind.js';
import { BASE_LOG_GROUP } from './base/log-group.js';
import { BASE_ROLE } from './base/role.js';
import { BASE_TABLE } from './base/table.js';
import type { Infra } from './model.js';
import { resolved } from './resolve.js';

const KINDS: readonly BaseKind[] = [
  BASE_BUCKET,
  BASE_BUCKET_POLICY,
  BASE_TABLE,
  BASE_ROLE,
  BASE_INSTANCE_PROFILE,
  BASE_LOG_GROUP,
  BASE_COMPUTE_ENVIRONMENT,
  BASE_JOB_QUEUE,
];

/** What becomes of one resource of the base. */
export interface BaseChange {
  readonly action: 'create' | 'change' | 'keep';
  /** Where something is there: with all of it that stays. */
  readonly resource: DeployedResource;
  /** Where what is there differs from what it is to be; none where nothing is there. */
  readonly differences: readonly Difference[];
  /** The properties that change. */
  readonly keys: readonly string[];
}

/** One step of making the base. */
export interface BaseStep {
  readonly did: 'created' | 'changed' | 'unchanged';
  readonly type: string;
  readonly name: string;
}

/**
 * Says what making the base in an account would do, and does nothing. What is there is never loosened: a stricter encryption, other
 * rules, statements, policies and tags stay. Throws `NAME_TAKEN` where a name is somebody else's, and the errors `AWS_...`.
 */
export function planBase(site: Site, infra: Infra): Promise<readonly BaseChange[]> {
  return faulted(async () => {
    const changes: BaseChange[] = [];
    for (const resource of resolved(infra, site)) changes.push(await planned(site, resource));
    return changes;
  });
}

async function planned(site: Site, wanted: DeployedResource): Promise<BaseChange> {
  const kind = kindOf(wanted);
  const found = await kind.read(site, wanted);
  if (!found) return { action: 'create', resource: wanted, differences: [], keys: [] };
  const merged = kind.merged(wanted.Properties, found);
  const keys = differing(found, merged);
  return {
    action: keys.length > 0 ? 'change' : 'keep',
    resource: { ...wanted, Properties: merged },
    differences: keys.flatMap((key) => differences(found[key], merged[key], key)),
    keys,
  };
}

/**
 * Makes the changes in their order, and tells each. What was done stays done when one fails or it is stopped; the same may be planned and
 * done again. Throws `INTERRUPTED` once `signal` aborts, and the errors `AWS_...`.
 */
export function applyBase(
  site: Site,
  changes: readonly BaseChange[],
  onStep: (step: BaseStep) => void,
  signal?: AbortSignal,
): Promise<void> {
  return faulted(async () => {
    for (const { action, resource, keys } of changes) {
      if (signal?.aborted) throw new FlowError('INTERRUPTED', 'It was stopped in the middle.', { hint: AGAIN });
      const kind = kindOf(resource);
      if (action === 'create') await kind.create(site, resource);
      if (action === 'change') await kind.update(site, resource, keys);
      const did = { create: 'created', change: 'changed', keep: 'unchanged' } as const;
      onStep({ did: did[action], type: resource.Type, name: resource.Name });
    }
  });
}

const AGAIN = 'Say the same command once more: it goes on where it stopped.';

function kindOf({ Type }: DeployedResource): BaseKind {
  const kind = KINDS.find(({ type }) => type === Type);
  invariant(kind, `resources of the type ${Type} cannot be made`);
  return kind;
}

function differing(found: JsonObject, merged: JsonObject): readonly string[] {
  return Object.keys(merged).filter((key) => !isEqual(found[key] ?? null, merged[key] ?? null));
}

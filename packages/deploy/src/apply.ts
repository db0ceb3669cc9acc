import type { ObjectStore } from '@flowmap/store';
import { FlowError } from '@flowmap/graph';
import { kindOf } from './kinds/index.js';
import type { Site } from './kinds/kind.js';
import type { Change } from './plan/plan.js';

/** Something that a deployment has done. */
export interface Step {
  /** `removed` is what is no longer wanted, or an old deployment; `left` one that could not be removed this time. */
  readonly did: 'created' | 'updated' | 'uploaded' | 'removed' | 'left';
  /** `AWS::Lambda::Function`, `code`, or `deployment`. */
  readonly type: string;
  readonly name: string;
  /** Why it was left. */
  readonly why?: string;
}

/** An object that has to be there before the resources that name it. */
export interface Upload {
  readonly key: string;
  /** What is in it, or what makes that, which is asked only where the object is not there. */
  readonly body: Uint8Array | (() => Uint8Array);
  /** Bytes that it takes before it is compressed. Default: those of the body. */
  readonly bytes?: number;
}

/** Uploads what is not there yet. A key says what is under it, so one that is there is right. */
export async function uploadAll(
  objects: ObjectStore,
  uploads: readonly Upload[],
  onStep: (step: Step) => void,
): Promise<void> {
  for (const { key, body } of uploads) {
    const bytes = typeof body === 'function' ? body() : body;
    const answer = await objects.put(key, bytes, { ifAbsent: true });
    if (answer === 'written') onStep({ did: 'uploaded', type: 'code', name: key });
  }
}

/** Makes the changes one by one, in their order. What was done stays done when one fails; the same changes may be made again. */
export async function applyChanges(
  site: Site,
  changes: readonly Change[],
  onStep: (step: Step) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (const { action, resource, found } of changes) {
    if (action === 'keep') continue;
    if (signal?.aborted)
      throw new FlowError('INTERRUPTED', 'The deployment was stopped in the middle.', { hint: AGAIN });
    const kind = kindOf(resource.Type);
    if (action === 'delete') await kind.remove(site, resource.Name);
    else if (found === undefined) await kind.create(site, resource);
    else await kind.update(site, resource, found);
    onStep({ did: DID[action], type: resource.Type, name: resource.Name });
  }
}

const DID = { create: 'created', update: 'updated', delete: 'removed' } as const;

const AGAIN = 'Say the same command once more: it goes on where it stopped.';

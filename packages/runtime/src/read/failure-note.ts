import type { NodeId } from '@flowmap/graph';
import { indexAtDepth, locate } from '@flowmap/graph';
import type { StoredError } from '@flowmap/store';
import type { RunScope } from '../run-scope.js';

/**
 * Leaves word of a task that failed inside a foreach with `tolerate`, where whoever reads that foreach's result looks for it:
 * at the item of the innermost such foreach around the task. It names the task, so that a later attempt that ends well
 * takes it back without another write. Without such a foreach nothing is left.
 */
export async function noteFailure(
  scope: RunScope,
  task: { readonly node: NodeId; readonly index: string; readonly address: string },
  error: StoredError,
): Promise<void> {
  const { foreachs } = locate(scope.index, task.node);
  const depth = foreachs.findLastIndex((foreach, position) => {
    // A range stands outside its own items.
    const inside = task.index !== '' && task.index.split('.').length > position;
    return inside && foreach.tolerate !== undefined;
  });
  const foreach = foreachs[depth];
  if (!foreach) return;
  await leaveFailure(scope, scope.address(foreach.id, indexAtDepth(task.index, depth + 1)), {
    ...error,
    task: task.address,
  });
}

/** Leaves an error at an address, if it can: what went wrong matters more than that word of it could not be left. */
export async function leaveFailure(scope: RunScope, address: string, error: StoredError): Promise<void> {
  try {
    await scope.artifacts.putFailure(address, { ok: false, error });
  } catch {
    // The store may be what went wrong, and the error itself is about to be thrown.
  }
}

/** Why the item of a foreach failed; undefined where nothing failed, or a later attempt ended well. */
export async function noteOf(scope: RunScope, foreach: NodeId, index: string): Promise<StoredError | undefined> {
  const note = await scope.artifacts.failure(scope.address(foreach, index));
  if (!note) return undefined;
  const { task, ...error } = note.error;
  if (task !== undefined && (await hasEnded(scope, task))) return undefined;
  return error;
}

/** Whether there is a result at an address: a record, or the pack of a range, whose last part is digits and a dash. */
async function hasEnded(scope: RunScope, address: string): Promise<boolean> {
  const isBatch = /\/[\d.]*\d-\d+$/.test(address);
  return (await (isBatch ? scope.artifacts.pack(address) : scope.artifacts.record(address))) !== undefined;
}

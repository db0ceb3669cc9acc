import type { NodeId } from '@flowmap/graph';
import { FlowError, taskAddress } from '@flowmap/graph';
import type { ObjectStore } from '@flowmap/store';
import type { ItemRange } from '../read/batches.js';
import type { RunScope } from '../run-scope.js';
import { sizeOf } from './ranges.js';

/** What a run that resumes another one starts of a foreach. */
export interface Started {
  /** The items, in order; none touches another. */
  readonly ranges: readonly ItemRange[];
  /** How many these are. */
  readonly count: number;
  /** Whether all was looked at that the earlier run has of these items: none of it can be taken, so nobody has to look again. */
  readonly looked: boolean;
}

/** Lists that a process remembers: a worker meets the items of few foreachs at a time. */
const REMEMBERED = 16;

const found = new WeakMap<ObjectStore, Map<string, Started>>();

/**
 * What is started of a foreach; `index` is the index path around it. Undefined where all of its items are, whatever is finished. Throws
 * `ARTIFACT_MISSING` where it is gone: positions would mean other items then.
 */
export async function startedOf(scope: RunScope, foreach: NodeId, index: string): Promise<Started | undefined> {
  if (!scope.publications.starts.has(foreach)) return undefined;
  const started = await readStarted(scope, foreach, index);
  if (started) return started;
  throw new FlowError('ARTIFACT_MISSING', `the object ${keyOf(scope, foreach, index)} is not there`, {
    hint: 'It says which items the run starts. Look for what removed it, a lifecycle rule perhaps.',
  });
}

/** As {@link startedOf}, before the task in front of the foreach has said it too. */
export async function readStarted(scope: RunScope, foreach: NodeId, index: string): Promise<Started | undefined> {
  const key = keyOf(scope, foreach, index);
  const known = found.get(scope.objects)?.get(key);
  if (known) return known;
  const bytes = await scope.objects.get(key);
  if (!bytes) return undefined;
  const { looked, ranges } = JSON.parse(new TextDecoder().decode(bytes)) as Written;
  const started = startedIn(
    ranges.map(([from, to]) => ({ from, to })),
    looked,
  );
  remember(scope.objects, key, started);
  return started;
}

/** Says what is started; who said it first is right. */
export async function writeStarted(
  scope: RunScope,
  foreach: NodeId,
  index: string,
  { looked, ranges }: Pick<Started, 'looked' | 'ranges'>,
): Promise<Started> {
  const written: Written = { v: 1, looked, ranges: ranges.map(({ from, to }) => [from, to]) };
  const key = keyOf(scope, foreach, index);
  const put = await scope.objects.put(key, Buffer.from(JSON.stringify(written)), { ifAbsent: true });
  const first = put === 'written' ? undefined : await readStarted(scope, foreach, index);
  return first ?? startedIn(ranges, looked);
}

interface Written {
  readonly v: 1;
  readonly looked: boolean;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

function startedIn(ranges: readonly ItemRange[], looked: boolean): Started {
  return { ranges, count: sizeOf(ranges), looked };
}

function keyOf({ deployment, run }: RunScope, foreach: NodeId, index: string): string {
  return taskAddress({ deployment, run, node: `_started/${foreach}`, index });
}

function remember(objects: ObjectStore, key: string, started: Started): void {
  const known = found.get(objects) ?? new Map<string, Started>();
  found.set(objects, known);
  known.set(key, started);
  const oldest = known.keys().next();
  if (known.size > REMEMBERED && !oldest.done) known.delete(oldest.value);
}

import type { ForeachNode, GivenItems, ItemSource } from '@flowmap/graph';
import { FlowError, isSource } from '@flowmap/graph';
import { givenPlace } from '../resumed/facts-address.js';
import type { RunScope } from '../run-scope.js';
import { identityOf } from './identity.js';
import { typedItem } from './typed-item.js';

/** Items of a source, as a task of theirs has them. */
export interface SourceItems {
  /** The number of the first. */
  readonly from: number;
  /** The values in order, made what the source says they are; a value that is none throws when it is asked for. */
  value(position: number): unknown;
}

/** The source of a foreach that runs over one. */
export function sourceOf(foreach: ForeachNode): ItemSource | undefined {
  return isSource(foreach.items) ? foreach.items : undefined;
}

/**
 * The items of a source that a child was given: with its invocation, or in an object that a state before it wrote. `place` is their
 * range or index path. What the first attempt was given is sealed: where a later one is given other items, since the source was read
 * again and is not what it was, it throws `SOURCE_CHANGED` with the number of the first item that differs.
 */
export function givenItems(
  scope: RunScope,
  foreach: ForeachNode,
  source: ItemSource,
  from: Handed,
): Promise<SourceItems> {
  const known = handed.get(scope) ?? new Map<string, Promise<SourceItems>>();
  handed.set(scope, known);
  const key = `${foreach.id} ${from.place}`;
  const items = known.get(key) ?? read(scope, foreach, source, from);
  known.set(key, items);
  return items;
}

/** Items that a task reads by several references are read once. A scope is of one task. */
const handed = new WeakMap<RunScope, Map<string, Promise<SourceItems>>>();

/** Which items, and what came with the invocation. */
interface Handed {
  readonly place: string;
  readonly given?: GivenItems | undefined;
}

async function read(
  scope: RunScope,
  foreach: ForeachNode,
  source: ItemSource,
  { place, given }: Handed,
): Promise<SourceItems> {
  const items = `${scope.deployment}/${scope.run}/_items/${foreach.id}`;
  const key = `${items}/${givenPlace(scope, place)}.given`;
  const found = given ?? (await written(scope, key));
  if (!found) {
    throw new FlowError('ITEM_MISSING', `the items ${place} of ${foreach.id} were not handed over`, {
      hint: `Look for the object ${key}, which the state machine writes.`,
    });
  }
  await seal(scope, foreach, source, found, `${items}/${place}.seal`);
  const values = found.items;
  const from = values[0]?.i ?? 0;
  return {
    from,
    value(position) {
      const item = values[position - from];
      if (item) return typedItem(foreach.id, source, item);
      throw new FlowError(
        'ITEM_MISSING',
        `${foreach.id} was given ${values.length} items from ${from}, and none with number ${position}`,
      );
    },
  };
}

async function written(scope: RunScope, key: string): Promise<GivenItems | undefined> {
  const bytes = await scope.objects.get(key);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as GivenItems);
}

async function seal(
  scope: RunScope,
  foreach: ForeachNode,
  source: ItemSource,
  given: GivenItems,
  key: string,
): Promise<void> {
  const now = given.items.map((item) => identityOf(source, item, given.e));
  const text = new TextEncoder().encode(JSON.stringify(now));
  if ((await scope.objects.put(key, text, { ifAbsent: true })) === 'written') return;
  const bytes = await scope.objects.get(key);
  const before = JSON.parse(new TextDecoder().decode(bytes)) as readonly string[];
  const at = Array.from({ length: Math.max(before.length, now.length) }, (_, k) => k).find((k) => before[k] !== now[k]);
  if (at === undefined) return;
  const item = (given.items[0]?.i ?? 0) + at;
  throw new FlowError(
    'SOURCE_CHANGED',
    `item ${item} of ${foreach.id} was ${before[at] ?? 'not there'} when it was first read, and is ${now[at] ?? 'not there'} now`,
    { hint: 'Start another run: results of this one are of the source as it was.' },
  );
}

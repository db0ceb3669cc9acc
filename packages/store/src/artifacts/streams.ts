import { listItems, type Path } from '@flowmap/graph';
import type { StoredList } from '../artifact.js';
import { SmallList } from '../codec/small-list.js';
import type { ObjectStore } from '../object-store.js';
import { writeStream, type StreamToWrite } from './stream-writer.js';
import { pathName, replaceAt } from './value-path.js';

/** A value whose lists that are read as they are used have been stored. */
export interface Taken {
  /** The value with holes in the place of the lists that are objects now, and the small ones in theirs. */
  readonly value: unknown;
  readonly lists: readonly StoredList[];
}

/** Stores the lists of a value that are read as they are used, one after the other. `small` bytes of them stay in the value. */
export async function takeStreams(
  objects: ObjectStore,
  value: unknown,
  { name, small, ...how }: Omit<StreamToWrite, 'items'>,
): Promise<Taken> {
  let taken = value;
  let left = small;
  const lists: StoredList[] = [];
  const stored = new Map<unknown, StoredStream>();
  for (const { path, items } of streamsIn(value, [], new Set())) {
    // A list may stand in two places, and its source be read but once.
    const known = stored.get(items);
    const stream = known ?? (await writeStream(objects, { ...how, items, name: pathName(name, path), small: left }));
    stored.set(items, stream);
    if ('key' in stream) {
      taken = replaceAt(taken, path, null);
      lists.push({ path, ...stream, collection: true });
    } else {
      left -= stream.bytes;
      taken = replaceAt(taken, path, new SmallList(stream.items));
    }
  }
  return { value: taken, lists };
}

type StoredStream = Awaited<ReturnType<typeof writeStream>>;

interface Found {
  readonly path: Path;
  readonly items: StreamToWrite['items'];
}

/** Where such lists stand: in plain objects, not in arrays, which may be long. `seen` are objects around, and those without any. */
function* streamsIn(value: unknown, path: Path, seen: Set<object>): Generator<Found> {
  const items = listItems(value);
  if (items) yield { path, items };
  else if (isObject(value) && !seen.has(value)) {
    let found = false;
    seen.add(value);
    for (const [key, part] of Object.entries(value)) {
      for (const one of streamsIn(part, [...path, key], seen)) {
        found = true;
        yield one;
      }
    }
    // An object with a list in it is looked through again where it stands a second time.
    if (found) seen.delete(value);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

import type { ObjectStore } from '@flowmap/store';

/** What was asked of a store. */
export interface Counted {
  readonly store: ObjectStore;
  /** Each read: the key, and the range where there was one. */
  readonly gets: (readonly [key: string, range?: readonly [number, number]])[];
  readonly puts: string[];
}

/** A store that passes everything on and writes down what it was asked. */
export function counting(objects: ObjectStore): Counted {
  const gets: Counted['gets'] = [];
  const puts: string[] = [];
  const store: ObjectStore = {
    ...objects,
    get(key, options) {
      gets.push(options?.range ? [key, options.range] : [key]);
      return objects.get(key, options);
    },
    put(key, body, options) {
      puts.push(key);
      return objects.put(key, body, options);
    },
  };
  return { store, gets, puts };
}

/** The items that an async iterable gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

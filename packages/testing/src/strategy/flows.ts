import type { MapStrategy } from '@flowmap/asl';
import type { Flow, Tolerable } from '@flowmap/flow';
import { flow, param } from '@flowmap/flow';

/** How many items, and which of them fail. */
const PARAMS = { items: param.integer(), bad: param.json<readonly number[]>({ default: [] }) };

/** An item of a list that is tried: its number, and whether it is to fail. */
export interface Item {
  readonly k: number;
  readonly bad: boolean;
}

/** How the body of a foreach over one list looks. */
export type Shape = 'one step' | 'several steps';

/** What an item of a list gives. */
export function valueOf(k: number): { readonly k: number; readonly square: number } {
  return { k, square: k * k };
}

/** The error of a bad item, as whoever reads the results meets it. */
export function errorOf(k: number): { readonly name: string; readonly message: string } {
  return { name: 'BadItem', message: `item ${k} is bad` };
}

/** start makes a list, each item runs a body of the shape, join reads what they gave. The result is all of it, in order. */
export function wide(
  strategy: MapStrategy,
  shape: Shape,
  more: {
    readonly tolerate?: Tolerable;
    readonly concurrency?: number;
    readonly work?: (item: Item) => Promise<void>;
  } = {},
): Flow {
  const { work = settle, ...options } = more;
  return flow({ name: 'wide', params: PARAMS }, ({ step, foreach }) => {
    const start = step('start', ({ params }) => ({ list: numbers(params.items), more: besides(params.items) }));
    const each = foreach('each', { items: start.out.list, strategy, ...options }, (item, s) => {
      const first = s.step('first', { in: { k: item } }, async ({ in: { k }, params }) => {
        const bad = params.bad.includes(k);
        await work({ k, bad });
        if (bad) throw badItem(k);
        return valueOf(k);
      });
      return shape === 'one step'
        ? first
        : s.step('last', { in: { value: first.out } }, ({ in: given }) => given.value);
    });
    return step('join', { in: { all: each.out } }, async ({ in: { all } }) => ({
      count: all.count,
      values: (await all.toArray()).map(withoutStack),
    }));
  });
}

/** Every item fails twice and then goes well, and one of them fails for good and is caught. */
export function flaky(strategy: MapStrategy, shape: Shape): Flow {
  return flow({ name: 'flaky', params: PARAMS }, ({ step, foreach }) => {
    const start = step('start', ({ params }) => ({ list: numbers(params.items) }));
    const each = foreach('each', { items: start.out.list, strategy }, (item, s) => {
      const first = s
        .step('first', { in: { k: item }, retry: { attempts: 3 } }, ({ in: { k }, params, attempt }) => {
          if (params.bad.includes(k) || attempt < 3) throw badItem(k);
          return { k, attempt };
        })
        .catch('rescue', ({ in: { k }, error }) => ({ k, attempt: 0, rescued: error.message }));
      return shape === 'one step'
        ? first
        : s.step('last', { in: { value: first.out } }, ({ in: given }) => given.value);
    });
    return step('join', { in: { all: each.out } }, ({ in: { all } }) => all.toArray());
  });
}

/** Where the inner list of a nested flow comes from. */
export type InnerList = 'a step of the body' | 'the item';

/** A foreach in a foreach, each with a join: the sum of the inner items' products, for each outer item. */
export function nested(outer: MapStrategy, inner: MapStrategy, list: InnerList): Flow {
  return flow({ name: 'nested', params: { sizes: param.json<readonly number[]>() } }, ({ step, foreach }) => {
    const start = step('start', ({ params }) => ({
      shards: params.sizes.map((size, shard) => ({ shard, days: numbers(size) })),
    }));
    const shards = foreach('shards', { items: start.out.shards, strategy: outer }, (shard, s) => {
      const items =
        list === 'the item'
          ? shard.days
          : s.step('plan', { in: { days: shard.days } }, ({ in: { days } }) => ({ days })).out.days;
      const days = s.foreach('days', { items, strategy: inner }, (day, t) =>
        t.step('fit', { in: { day, shard: shard.shard } }, async ({ in: given }) => {
          await turns((given.day * 3 + given.shard) % 4);
          return given.shard * 1_000 + given.day;
        }),
      );
      return s.step('best', { in: { fits: days.out } }, async ({ in: { fits } }) => ({ fits: await fits.toArray() }));
    });
    return step('join', { in: { shards: shards.out } }, ({ in: given }) => given.shards.toArray());
  });
}

/** Counts and keys that a step at the root publishes, used two scopes further in, where their facts must have come. */
export function scopes(outer: MapStrategy, inner: MapStrategy): Flow {
  return flow({ name: 'scopes', params: { sizes: param.json<readonly number[]>() } }, ({ step, foreach }) => {
    const start = step('start', ({ params }) => ({ sizes: params.sizes, letters: ['a', 'b', 'c'], mode: 'loud' }));
    const shards = foreach('shards', { items: start.out.sizes, strategy: outer }, (size, s) => {
      const letters = s.foreach('letters', { items: start.out.letters, strategy: inner }, (letter, t) =>
        t.choose('how', start.out.mode, {
          loud: (c) => c.step('shout', { in: { letter, size } }, ({ in: given }) => `${given.letter}${given.size}!`),
          otherwise: (c) => c.step('say', { in: { letter } }, ({ in: given }) => given.letter),
        }),
      );
      // Over the results of another foreach: the same count, so no fact of its own.
      const again = s.foreach('again', { items: letters.out, strategy: inner }, (word, t) =>
        t.step('twice', { in: { word } }, ({ in: given }) => given.word + given.word),
      );
      return s.step('line', { in: { again: again.out } }, async ({ in: given }) =>
        (await given.again.toArray()).join(' '),
      );
    });
    return step('join', { in: { shards: shards.out } }, ({ in: given }) => given.shards.toArray());
  });
}

/** Lets others go on a few times, so that items do not end in the order of their numbers. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function settle({ k }: Item): Promise<void> {
  return turns((k * 7) % 5);
}

/** The numbers from 0, so many. */
export function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => k);
}

/**
 * With this beside it a list is stored as a list, of which each task reads its own items. Inside a record every task reads
 * it whole, and the time of the wide runs would grow with the square of their items.
 */
function besides(items: number): string {
  return items > 1_000 ? 'more '.repeat(16 * 1024) : '';
}

/** What a bad item throws. */
export function badItem(k: number): Error {
  const { name, message } = errorOf(k);
  return Object.assign(new Error(message), { name });
}

/** The stack of an error says where in this file it was thrown, which is nothing to compare. */
export function withoutStack(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('error' in value)) return value;
  const { name, message } = value.error as Error;
  return { ok: false, error: { name, message } };
}

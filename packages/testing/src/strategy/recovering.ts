import type { MapStrategy } from '@flowmap/asl';
import type { Flow } from '@flowmap/flow';
import { flow, param } from '@flowmap/flow';
import type { Tolerance } from '@flowmap/graph';
import { badItem, errorOf, numbers, type Shape, withoutStack } from './flows.js';

/** How the items of a list go, all others well at once. */
export interface Ways {
  /** Fail once, and then go well. */
  readonly retried?: readonly number[];
  /** Fail for good, and their handler answers for them. */
  readonly bad?: readonly number[];
  /** Fail for good, and so does their handler. */
  readonly lost?: readonly number[];
}

const PARAMS = {
  items: param.integer(),
  retried: param.json<readonly number[]>({ default: [] }),
  bad: param.json<readonly number[]>({ default: [] }),
  lost: param.json<readonly number[]>({ default: [] }),
};

/** Two attempts for each item, and a handler. `calls` counts the attempts of each item. */
export function caught(
  strategy: MapStrategy,
  shape: Shape,
  { calls, ...options }: { readonly tolerate?: Tolerance<number>; readonly calls?: Map<number, number> } = {},
): Flow {
  return flow({ name: 'caught', params: PARAMS }, ({ step, foreach }) => {
    const start = step('start', ({ params }) => ({ list: numbers(params.items) }));
    const each = foreach('each', { items: start.out.list, strategy, ...options }, (item, s) => {
      const first = s
        .step('first', { in: { k: item }, retry: { attempts: 2 } }, ({ in: { k }, params, attempt }) => {
          calls?.set(k, (calls.get(k) ?? 0) + 1);
          if ((params.retried.includes(k) && attempt === 1) || [...params.bad, ...params.lost].includes(k))
            throw badItem(k);
          return { k, by: 'itself' };
        })
        .catch('rescue', ({ in: { k }, params, error }) => {
          if (params.lost.includes(k))
            throw Object.assign(new Error(`nothing helps ${error.message}`), { name: 'Lost' });
          return { k, by: error.message };
        });
      return shape === 'one step'
        ? first
        : s.step('last', { in: { value: first.out } }, ({ in: given }) => given.value);
    });
    return step('join', { in: { all: each.out } }, async ({ in: { all } }) => (await all.toArray()).map(withoutStack));
  });
}

/** What the join of such a flow with tolerance reads of an item. */
export function outcomeOf(k: number, { bad = [], lost = [] }: Ways): unknown {
  const { message } = errorOf(k);
  if (lost.includes(k)) return { ok: false, error: { name: 'Lost', message: `nothing helps ${message}` } };
  return { ok: true, value: { k, by: bad.includes(k) ? message : 'itself' } };
}

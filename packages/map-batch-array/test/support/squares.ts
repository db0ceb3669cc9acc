import type { MapStrategy } from '@flowmap/asl';
import { flow, param, type Flow } from '@flowmap/flow';
import type { Retry, Tolerance } from '@flowmap/graph';

/** What the foreach and its step are given. */
export interface Squares {
  readonly tolerate?: Tolerance<number>;
  readonly concurrency?: number;
  readonly retry?: Retry;
  /** A catch handler beside the step. */
  readonly handled?: boolean;
}

/** A list of numbers, one step that squares each and fails for those that are bad, a join that gives what came of them. */
export function squares(strategy: MapStrategy, { retry, handled, ...options }: Squares = {}): Flow {
  const params = { items: param.integer(), bad: param.json<readonly number[]>({ default: [] }) };
  return flow({ name: 'squares', params }, ({ step, foreach }) => {
    const start = step('start', ({ params: given }) => Array.from({ length: given.items }, (_, k) => k));
    const each = foreach('each', { items: start.out, strategy, ...options }, (item, s) => {
      const square = s.step(
        'square',
        { in: { k: item }, ...(retry ? { retry } : {}) },
        ({ in: { k }, params: given, attempt }) => {
          if (given.bad.includes(k)) throw Object.assign(new Error(`${k} is bad`), { name: 'BadItem' });
          return { square: k * k, attempt };
        },
      );
      return handled ? square.catch('rescue', ({ error }) => ({ square: -1, attempt: 0, why: error.message })) : square;
    });
    return step('join', { in: { all: each.out } }, ({ in: { all } }) => all.toArray());
  });
}

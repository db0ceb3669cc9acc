import type { MapStrategy } from '@flowmap/asl';
import type { Flow } from '@flowmap/flow';
import { flow, param } from '@flowmap/flow';
import { numbers, type Shape } from './flows.js';

/** An item's result, and whose it is. */
export interface Signed {
  readonly k: number;
  readonly by: string;
}

/**
 * Each item is tried twice, and its code asks `sign` who runs it. The join hands what it reads to `read`; the flow's own result is
 * the collection, read when somebody asks.
 */
export function persistent(
  strategy: MapStrategy,
  shape: Shape,
  {
    sign,
    read,
    timeout,
  }: {
    readonly sign: () => Promise<string>;
    readonly read: (all: readonly Signed[]) => void;
    /** Of an item's first step. Default: it has as long as it likes. */
    readonly timeout?: `${number}m`;
  },
): Flow {
  return flow({ name: 'persistent', params: { items: param.integer() } }, ({ step, foreach }) => {
    const start = step('start', ({ params }) => ({ list: numbers(params.items) }));
    const each = foreach('each', { items: start.out.list, strategy }, (item, s) => {
      const options = { in: { k: item }, retry: { attempts: 2 }, ...(timeout === undefined ? {} : { timeout }) };
      const first = s.step('first', options, async ({ in: { k } }): Promise<Signed> => ({ k, by: await sign() }));
      return shape === 'one step'
        ? first
        : s.step('last', { in: { value: first.out } }, ({ in: given }) => given.value);
    });
    step('join', { in: { all: each.out } }, async ({ in: { all } }) => read(await all.toArray()));
    return each;
  });
}

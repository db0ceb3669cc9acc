import { ok, strictEqual } from 'node:assert/strict';
import { inMemory } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onOne } from '../check.js';
import { turns, wide } from '../flows.js';
import { succeeded } from './results.js';

/** `concurrency` counts items, however they are put together. */
export function concurrencyChecks({ strategy, shapes }: Subject): readonly Check[] {
  return shapes.flatMap((shape) =>
    [1, 5].flatMap((concurrency) =>
      onOne(`at most ${concurrency} items of ${shape} run at once when the foreach says so`, async (computes) => {
        let running = 0;
        let most = 0;
        const work = async (): Promise<void> => {
          running += 1;
          most = Math.max(most, running);
          await turns(3);
          running -= 1;
        };
        const run = await inMemory(wide(strategy, shape, { work, concurrency }), { computes }).run({
          params: { items: 40 },
        });
        succeeded(run);
        strictEqual(running, 0);
        ok(most <= concurrency, `${most} items ran at once`);
      }),
    ),
  );
}

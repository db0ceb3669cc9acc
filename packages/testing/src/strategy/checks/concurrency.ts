import { ok } from 'node:assert/strict';
import type { Check, Subject } from '../check.js';
import { onOne } from '../check.js';
import { wide } from '../flows.js';
import { watched } from './watched.js';

/** `concurrency` counts items, however they are put together. */
export function concurrencyChecks({ strategy, shapes }: Subject): readonly Check[] {
  return shapes.flatMap((shape) =>
    [1, 5].flatMap((concurrency) =>
      onOne(`at most ${concurrency} items of ${shape} run at once when the foreach says so`, async (computes) => {
        const { most } = await watched((work) => wide(strategy, shape, { work, concurrency }), computes, { items: 40 });
        ok(most <= concurrency, `${most} items ran at once`);
      }),
    ),
  );
}

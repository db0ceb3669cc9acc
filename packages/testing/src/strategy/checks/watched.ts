import { strictEqual } from 'node:assert/strict';
import type { Computes } from '@flowmap/asl';
import type { Flow } from '@flowmap/flow';
import type { JsonObject } from '@flowmap/graph';
import { inMemory, type InMemoryRun } from '../../run/in-memory.js';
import { turns } from '../flows.js';
import { succeeded } from './results.js';

/** What an item does, beside giving its result. */
export type Work = () => Promise<void>;

/** A run that succeeded, and how many items of it ran at once at most. `flowOf` makes the flow whose items do the work that is counted. */
export async function watched(
  flowOf: (work: Work) => Flow,
  computes: Computes,
  params: JsonObject,
): Promise<{ readonly run: InMemoryRun; readonly most: number }> {
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await turns(3);
    running -= 1;
  };
  const run = await inMemory(flowOf(work), { computes }).run({ params });
  succeeded(run);
  strictEqual(running, 0);
  return { run, most };
}

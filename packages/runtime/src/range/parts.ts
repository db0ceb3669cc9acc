import { taskAddress, type TaskPlace } from '@flowmap/graph';
import type { RunScope } from '../run-scope.js';
import type { Part } from './ledger.js';
import type { RangeTask } from './run-item.js';

/**
 * What attempts of a range left that did not come to its end: parts of neighbouring outcomes, each under the numbers of its first
 * and last item, `_parts/perChunk/summarise/0-99/17-41`.
 */
export interface Parts {
  load(): AsyncIterable<Part>;
  save(parts: readonly Part[]): Promise<void>;
  /** Removes them, once the pack of the range holds all that they held. */
  clear(): Promise<void>;
}

/** The folder of the parts of all ranges of a step; `index` is the index path around its foreach. */
export function partsFolder({ node, ...place }: TaskPlace): string {
  return `${taskAddress({ ...place, node: `_parts/${node}` })}/`;
}

/** The parts of a range. */
export function partsOf(scope: RunScope, { step, index, from, to }: Omit<RangeTask, 'code'>): Parts {
  const { objects, artifacts, deployment, run } = scope;
  const folder = `${partsFolder({ deployment, run, node: step.id, index })}${from}-${to - 1}/`;
  return {
    async *load() {
      for await (const { key } of objects.list(folder)) {
        const first = /^(\d+)-\d+$/.exec(key.slice(folder.length))?.[1];
        // Gone when another attempt has just committed the pack.
        const outcomes = first === undefined ? undefined : await artifacts.pack(key);
        if (outcomes) yield { from: Number(first), outcomes };
      }
    },
    async save(parts) {
      for (const part of parts) {
        const last = part.from + part.outcomes.length - 1;
        await artifacts.putPack(`${folder}${part.from}-${last}`, part.outcomes);
      }
    },
    async clear() {
      const keys: string[] = [];
      for await (const { key } of objects.list(folder)) keys.push(key);
      if (keys.length > 0) await objects.remove(keys);
    },
  };
}

import type { ItemRange } from '../read/batches.js';
import type { Part } from '../range/ledger.js';
import { partsFolder } from '../range/parts.js';
import type { RangeTask } from '../range/run-item.js';
import type { RunScope } from '../run-scope.js';

/** What ranges of a step left that did not come to their end, as far as it overlaps with a range of another run. */
export async function* partsWithin(
  { objects, artifacts, deployment, run }: RunScope,
  { step, index, from, to }: Pick<RangeTask, 'step' | 'index'> & ItemRange,
): AsyncGenerator<Part, void, undefined> {
  const folder = partsFolder({ deployment, run, node: step.id, index });
  for await (const { key } of objects.list(folder)) {
    const [, first, last] = /^\d+-\d+\/(\d+)-(\d+)$/.exec(key.slice(folder.length)) ?? [];
    if (first === undefined || Number(first) >= to || Number(last) < from) continue;
    const outcomes = await artifacts.pack(key);
    if (outcomes) yield { from: Number(first), outcomes };
  }
}

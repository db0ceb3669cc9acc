import type { StepNode } from '@flowmap/graph';
import { batchAddress, itemIndex } from '@flowmap/graph';
import type { StoredOutcome } from '@flowmap/store';
import type { RunScope } from '../run-scope.js';
import { stepRecord } from './step-record.js';

/** Items [from, to). */
export interface ItemRange {
  readonly from: number;
  readonly to: number;
}

/** Where the outcomes of a foreach over one step are: in packs, one for each batch, or in records, one for each item. */
export interface Batches {
  /** The number of items. */
  readonly count: number;
  /** The batches that begin with this item, or all of them, as their packs tell. In no order. */
  list(start?: number): AsyncIterable<ItemRange>;
  pack(from: number, to: number): Promise<readonly StoredOutcome[] | undefined>;
  /** The outcome of a task that ran one item. */
  single(item: number): Promise<StoredOutcome | undefined>;
}

/** The batches of a step that is the whole body of a foreach; `index` is the index path around that foreach. */
export function batchesOf(scope: RunScope, step: StepNode, index: string, count: number): Batches {
  const { deployment, run, artifacts, objects } = scope;
  const place = { deployment, run, node: step.id, index };
  return {
    count,
    async *list(start) {
      const folder = `${scope.address(step.id, '')}/${itemIndex(index, '')}`;
      for await (const { key } of objects.list(start === undefined ? folder : `${folder}${start}-`)) {
        const range = /^(\d+)-(\d+)$/.exec(key.slice(folder.length));
        if (range) yield { from: Number(range[1]), to: Number(range[2]) + 1 };
      }
    },
    pack: (from, to) => artifacts.pack(batchAddress(place, from, to)),
    async single(item) {
      const record = await stepRecord(scope, step, itemIndex(index, item));
      return record && { ok: true, value: record.value, ...(record.inputs !== undefined && { inputs: record.inputs }) };
    },
  };
}

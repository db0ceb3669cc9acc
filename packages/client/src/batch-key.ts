/** The index paths of the items of a batch, by their position: of `3.100-199` they are `3.100` and so on. Undefined for no batch. */
export function itemsOfBatch(index: string): ((position: number) => string) | undefined {
  const found = batch(index);
  return found && ((position) => `${found.outer}${found.from + position}`);
}

/** Where the batches are that may have an item. */
export interface ItemBatches {
  /** What their index paths begin with. */
  readonly folder: string;
  /** The position of the item in the batch with an index path; undefined where it has not got it. */
  positionIn(index: string): number | undefined;
}

/** Where the batches are that may have the item at an index path; undefined for an index path that is no item's. */
export function rangeOf(index: string): ItemBatches | undefined {
  const [, folder = '', last] = /^((?:\d+\.)*)(\d+)$/.exec(index) ?? [];
  if (last === undefined) return undefined;
  return {
    folder,
    positionIn(other) {
      const found = batch(other);
      if (found?.outer !== folder) return undefined;
      const item = Number(last);
      return item >= found.from && item <= found.last ? item - found.from : undefined;
    },
  };
}

function batch(index: string): { readonly outer: string; readonly from: number; readonly last: number } | undefined {
  const [, outer = '', from, last] = /^((?:\d+\.)*)(\d+)-(\d+)$/.exec(index) ?? [];
  return from === undefined ? undefined : { outer, from: Number(from), last: Number(last) };
}

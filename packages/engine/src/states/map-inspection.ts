import type { Json, MapState } from '@flowmap/asl/language';
import type { Thread } from '../execution.js';
import type { Visit } from '../visit.js';
import type { Batching } from './map-batcher.js';
import { type Iteration, itemInput } from './map-mode.js';
import { batches, type ItemInput, type PieceCursor, singles } from './map-pieces.js';
import type { Tolerance } from './map-tolerance.js';

/** Tells who inspects a map what it has for limits. */
export function inspectLimits(visit: Visit, { maxConcurrency }: Iteration, { count, percentage }: Tolerance): void {
  visit.inspect('maxConcurrency', maxConcurrency);
  if (count !== undefined) visit.inspect('toleratedFailureCount', count);
  if (percentage !== undefined) visit.inspect('toleratedFailurePercentage', percentage);
}

/**
 * Tells who inspects a map that runs nothing what its items come to: as an ItemsPointer finds them, as the ItemSelector
 * makes them and as the ItemBatcher puts them together, each where the map has it. Items that would be read are left out
 * where there is nothing to read them from.
 */
export async function inspectItems(
  visit: Visit,
  state: MapState,
  iteration: Iteration,
  batcher: ((visit: Visit) => Promise<Batching>) | undefined,
): Promise<void> {
  if (state.ItemReader !== undefined && visit.ports.objects === undefined) return;
  const { items, selector } = iteration;
  const { thread } = visit;
  const inputOf: ItemInput = (item, index, own) => itemInput(visit, iteration, item, index, own);
  if (hasPointer(state)) {
    const plain: ItemInput = ({ value }) => value;
    visit.inspect('afterItemsPointer', await inputsOf(singles(items.open(), plain), thread));
  }
  if (selector !== undefined) {
    visit.inspect('afterItemSelector', await inputsOf(singles(items.open(), inputOf), thread));
  }
  if (batcher !== undefined) {
    const pieces = batches(items.open(), inputOf, await batcher(visit), thread);
    visit.inspect('afterItemBatcher', await inputsOf(pieces, thread));
  }
}

function hasPointer({ ItemReader: reader }: MapState): boolean {
  const config = reader?.ReaderConfig;
  return typeof config === 'object' && config !== null && 'ItemsPointer' in config;
}

async function inputsOf(pieces: PieceCursor, thread: Thread): Promise<Json[]> {
  const inputs: Json[] = [];
  for (let piece = await pieces.next(); piece !== undefined; piece = await pieces.next()) {
    inputs.push(await piece.input(thread));
  }
  await pieces.close();
  return inputs;
}

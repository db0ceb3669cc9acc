import type { Body, ChooseNode, FlowNode, ForeachNode } from '@flowmap/graph';
import { bodiesOf, itemIndex } from '@flowmap/graph';
import type { StoredError } from '@flowmap/store';
import type { Results } from './collection.js';

/** How the walk through a body learns what ran, at an index path. */
export interface BodyReader {
  /** The results of a foreach of the body. */
  results(foreach: ForeachNode, index: string): Promise<Results<unknown>>;
  /** The case of a choose that ran. */
  chosen(choose: ChooseNode, index: string): Promise<Body>;
}

/**
 * The failure of a body that no task knows of: a foreach in it, however deep, lost more items than it tolerates, which the state
 * machine found when it counted them. Undefined without. Costs nothing where no foreach of the body tolerates failures; there,
 * its results are read.
 */
export async function overrunOf(body: Body, index: string, reader: BodyReader): Promise<StoredError | undefined> {
  for (const node of body.nodes) {
    if (!canOverrun(node)) continue;
    const found = await overrunAt(node, index, reader);
    if (found) return found;
  }
  return undefined;
}

async function overrunAt(node: FlowNode, index: string, reader: BodyReader): Promise<StoredError | undefined> {
  if (node.kind === 'step') return undefined;
  if (node.kind === 'choose') return overrunOf(await reader.chosen(node, index), index, reader);
  const results = await reader.results(node, index);
  if (node.tolerate) return tooMany(node, node.tolerate, results);
  for (let item = 0; item < results.count; item++) {
    const found = await overrunOf(node.body, itemIndex(index, item), reader);
    if (found) return found;
  }
  return undefined;
}

async function tooMany(
  { id }: ForeachNode,
  { count = Infinity, percentage = 100 }: NonNullable<ForeachNode['tolerate']>,
  results: Results<unknown>,
): Promise<StoredError | undefined> {
  const may = Math.min(count, Math.floor((results.count * percentage) / 100));
  let failed = 0;
  for await (const result of results) if (!(result as { readonly ok: boolean }).ok) failed += 1;
  if (failed <= may) return undefined;
  const message = `${id}: ${failed} of ${results.count} items failed, ${may} tolerated`;
  return { name: 'Flowmap.TooManyFailed', message };
}

function canOverrun(node: FlowNode): boolean {
  if (node.kind === 'step') return false;
  if (node.kind === 'choose') return bodiesOf(node).some((body) => body.nodes.some(canOverrun));
  return node.tolerate !== undefined || node.body.nodes.some(canOverrun);
}

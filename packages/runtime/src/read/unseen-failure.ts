import type { Body, ChooseNode, FlowNode, ForeachNode, NodeId, StepNode, Tolerance } from '@flowmap/graph';
import { bodiesOf, itemIndex } from '@flowmap/graph';
import type { StoredError } from '@flowmap/store';
import { apartFromResult } from './apart.js';
import type { Results } from './collection.js';

/** How the walk through a body learns what ran, at an index path. */
export interface BodyReader {
  /** The results of a foreach of the body. */
  results(foreach: ForeachNode, index: string): Promise<Results<unknown>>;
  /** The case of a choose that ran. */
  chosen(choose: ChooseNode, index: string): Promise<Body>;
  hasEnded(step: StepNode, index: string): Promise<boolean>;
  /** What a foreach tolerates in this run. */
  tolerance(tolerate: Tolerance): Promise<Tolerance<number>>;
}

/**
 * The failure of a body that no task left word of. Either a foreach in it, however deep, lost more items than it tolerates, which
 * the state machine found when it counted them; or a step that the body's result does not depend on was killed, or ran out
 * of time. Undefined without. It reads only where such a thing can be: the results of foreachs that tolerate failures, and
 * whether steps apart from the result have ended.
 */
export async function unseenFailure(body: Body, index: string, reader: BodyReader): Promise<StoredError | undefined> {
  return inBody(body, apartFromResult(body), index, reader);
}

async function inBody(
  body: Body,
  apart: ReadonlySet<NodeId>,
  index: string,
  reader: BodyReader,
): Promise<StoredError | undefined> {
  for (const node of body.nodes) {
    const found = await inNode(node, apart.has(node.id), index, reader);
    if (found) return found;
  }
  return undefined;
}

async function inNode(
  node: FlowNode,
  isApart: boolean,
  index: string,
  reader: BodyReader,
): Promise<StoredError | undefined> {
  if (node.kind === 'step') return isApart && !(await reader.hasEnded(node, index)) ? lost(node, index) : undefined;
  if (node.kind === 'choose') {
    if (!isApart && !bodiesOf(node).some(canFailUnseen)) return undefined;
    const body = await reader.chosen(node, index);
    return inBody(body, isApart ? everyNode(body) : apartFromResult(body), index, reader);
  }
  if (!node.tolerate && !canFailUnseen(node.body)) return undefined;
  const results = await reader.results(node, index);
  if (node.tolerate) return tooMany(node, await reader.tolerance(node.tolerate), results);
  for (let item = 0; item < results.count; item++) {
    const found = await unseenFailure(node.body, itemIndex(index, item), reader);
    if (found) return found;
  }
  return undefined;
}

function lost({ id }: StepNode, index: string): StoredError {
  const message = `${id}/${index} left neither a result nor an error: its worker was killed, ran out of memory or out of time`;
  return { name: 'Flowmap.Lost', message };
}

async function tooMany(
  { id }: ForeachNode,
  { count = Infinity, percentage = 100 }: Tolerance<number>,
  results: Results<unknown>,
): Promise<StoredError | undefined> {
  const may = Math.min(count, Math.floor((results.count * percentage) / 100));
  let failed = 0;
  for await (const result of results) if (!(result as { readonly ok: boolean }).ok) failed += 1;
  if (failed <= may) return undefined;
  const message = `${id}: ${failed} of ${results.count} items failed, ${may} tolerated`;
  return { name: 'Flowmap.TooManyFailed', message };
}

/** Whether there can be such a failure in a body: nothing is read where there cannot. */
function canFailUnseen(body: Body): boolean {
  const apart = apartFromResult(body);
  return body.nodes.some((node) => {
    if (node.kind === 'step') return apart.has(node.id);
    if (node.kind === 'choose') return apart.has(node.id) || bodiesOf(node).some(canFailUnseen);
    return node.tolerate !== undefined || canFailUnseen(node.body);
  });
}

function everyNode(body: Body): ReadonlySet<NodeId> {
  return new Set(body.nodes.map(({ id }) => id));
}

import type { GraphIndex, Json, Reference } from '@flowmap/graph';
import { isSource, locate } from '@flowmap/graph';

/**
 * How a reference leads through the graph to the steps that make its value. Two runs whose flows agree in it mean the same by the
 * reference, so that their values can be compared.
 */
export function shapeOf(index: GraphIndex, reference: Reference): Json {
  if ('param' in reference) return [reference.param, ...reference.path];
  const { node } = locate(index, 'node' in reference ? reference.node : reference.item);
  const through = (next: Reference | undefined): Json => (next ? shapeOf(index, next) : null);
  const own = [node.kind, node.id, ...reference.path];
  if (node.kind === 'step') return own;
  if (node.kind === 'choose') {
    const cases = Object.entries(node.cases).map(([key, body]): Json => [key, through(body.result)]);
    return [own, through(node.by), cases, node.otherwise ? [through(node.otherwise.result)] : null];
  }
  const items = isSource(node.items) ? 'source' : through(node.items);
  if ('item' in reference) return [own, items, 'item'];
  return [own, items, through(node.body.result), node.tolerate !== undefined];
}

import { dependenciesOf } from '../arrange/dependencies.js';
import { itemReferences } from '../item-source.js';
import type { Body, FlowNode } from '../nodes.js';
import type { Reference } from '../reference.js';
import type { Check } from './check.js';
import { fault } from './check.js';
import { bodiesIn } from './walk.js';

/** No nodes wait for each other: nothing would ever reach them. */
export const checkCircles: Check = function* (graph) {
  for (const { body } of bodiesIn(graph)) {
    for (const circle of circlesOf(body)) {
      const names = circle.map((position) => body.nodes[position]?.id ?? '');
      const first = names[0] ?? '';
      const message =
        names.length === 1
          ? `${first} waits for itself, so it never runs`
          : `${names.join(' waits for ')} waits for ${first}, so none of them ever runs`;
      yield fault('FLOW1008', first, message, 'Remove one of these dependencies, or one of the names in `after`.');
    }
  }
};

/** Circles that no two share a node, one in each set of nodes that wait for each other at least. */
function* circlesOf(body: Body): Generator<readonly number[]> {
  const before = dependenciesOf(body).map((list, self) => (waitsForItself(body, self) ? [...list, self] : [...list]));
  const left = new Set(before.keys());
  for (;;) {
    dropFree(before, left);
    const [start] = left;
    if (start === undefined) return;
    // What is left waits for something that is left, so going back leads into a circle.
    const trail = new Set<number>();
    let node = start;
    while (!trail.has(node)) {
      trail.add(node);
      node = before[node]?.find((other) => left.has(other)) ?? start;
    }
    const circle = [...trail].slice([...trail].indexOf(node));
    yield circle;
    for (const member of circle) left.delete(member);
  }
}

/** Takes out, again and again, what waits for nothing that is left. */
function dropFree(before: readonly (readonly number[])[], left: Set<number>): void {
  const waiting = new Map<number, number>();
  const after = new Map<number, number[]>();
  for (const node of left) {
    const others = (before[node] ?? []).filter((other) => left.has(other));
    waiting.set(node, others.length);
    for (const other of others) {
      const list = after.get(other);
      if (list) list.push(node);
      else after.set(other, [node]);
    }
  }
  const free = [...left].filter((node) => waiting.get(node) === 0);
  for (const node of free) {
    left.delete(node);
    for (const next of after.get(node) ?? []) {
      const count = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, count);
      if (count === 0) free.push(next);
    }
  }
}

function waitsForItself(body: Body, position: number): boolean {
  const node = body.nodes[position];
  if (!node) return false;
  const references = ownReferences(node);
  return (
    (node.after ?? []).includes(node.id) ||
    references.some((reference) => 'node' in reference && reference.node === node.id)
  );
}

function ownReferences(node: FlowNode): readonly Reference[] {
  if (node.kind === 'step') return Object.values(node.in);
  return node.kind === 'foreach' ? itemReferences(node) : [node.by];
}

import type { Body, FlowNode, NodeId } from '@flowmap/graph';
import { bodiesOf } from '@flowmap/graph';
import type { Definition } from './definition.js';
import { report } from './definition.js';
import type { Place } from './place.js';

/**
 * Reports the nodes that `withSteps` leaves out, where the flow itself returns one: readers that are typed by the flow would be told that
 * there are no such steps.
 */
export function reportUnlisted(definition: Definition, body: Body, flowPlace: Place): void {
  const { listed, places } = definition;
  const returned = resultOf(body);
  if (returned !== undefined && listed.has(returned)) visit(body);

  function visit(inner: Body): void {
    const result = resultOf(inner);
    if (result === undefined) return;
    const known = listed.get(result) ?? new Set([result]);
    for (const node of inner.nodes) {
      if (known.has(node.id)) for (const own of bodiesIn(node)) visit(own);
      else leftOut(node.id, result);
    }
  }

  function leftOut(at: NodeId, result: NodeId): void {
    const message = `withSteps does not name ${at}, so that readers of runs cannot name it either`;
    const hint = `Return it too: withSteps(${nameOf(result)}, ${nameOf(at)}).`;
    report(definition, { code: 'FLOW1114', severity: 'warning', at, message, hint }, places.get(at) ?? flowPlace);
  }
}

function resultOf({ result }: Body): NodeId | undefined {
  return result && 'node' in result ? result.node : undefined;
}

function bodiesIn(node: FlowNode): readonly Body[] {
  if (node.kind === 'choose') return bodiesOf(node);
  return node.kind === 'foreach' ? [node.body] : [];
}

function nameOf(id: NodeId): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

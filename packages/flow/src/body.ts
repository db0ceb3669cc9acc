import type { Body, NodeId } from '@flowmap/graph';
import type { Definition, Draft } from './definition.js';
import { defineBody, report } from './definition.js';
import { referenceOf } from './handle.js';
import type { Place } from './place.js';
import { listedOf } from './steps.js';

/** How a body's callback is spoken of, and whether it must return a node. */
export interface BodyOptions {
  /** `the body of perShard`. */
  readonly what: string;
  readonly at: NodeId;
  readonly place: Place;
  /** The flow itself may return nothing; then it has no result. */
  readonly resultRequired: boolean;
}

/** Runs an author's callback once to define a body, and reports one that is missing, asynchronous or returns no node. */
export function buildBody(
  definition: Definition,
  id: NodeId,
  build: ((draft: Draft) => unknown) | undefined,
  { what, at, place, resultRequired }: BodyOptions,
): Body {
  if (!build) {
    const hint = 'Give a function that defines the nodes: (item, s) => s.step(...).';
    report(definition, { code: 'FLOW1107', at, message: `${what} is no function`, hint }, place);
    return { nodes: [] };
  }
  const { nodes, returned } = defineBody(definition, id, build);
  if (isPromise(returned)) {
    // Whatever it defines after its first await comes too late; the error of that must not end the process.
    returned.then(undefined, () => undefined);
    const message = `${what} is defined by an asynchronous function`;
    report(
      definition,
      { code: 'FLOW1103', at, message, hint: 'Make it synchronous: steps may await, bodies not.' },
      place,
    );
    return { nodes };
  }
  const result = resultOf(returned);
  if (result) {
    const listed = listedOf(returned);
    if (listed) definition.listed.set(result, new Set(listed));
    return { nodes, result: { node: result, path: [] } };
  }
  if (returned !== undefined || resultRequired) {
    const message = returned === undefined ? `${what} returns nothing` : `${what} returns something that is no node`;
    report(definition, { code: 'FLOW1104', at, message, hint: 'Return the node whose output is its result.' }, place);
  }
  return { nodes };
}

/** The id of a node that the author passes on, whatever copy of this package made it. */
export function resultOf(value: unknown): NodeId | undefined {
  if (typeof value !== 'object' || value === null || !('out' in value)) return undefined;
  const reference = referenceOf(value.out);
  return reference && 'node' in reference && reference.path.length === 0 ? reference.node : undefined;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

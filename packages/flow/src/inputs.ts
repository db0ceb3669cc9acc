import type { NodeId, Reference } from '@flowmap/graph';
import { resultOf } from './body.js';
import type { Definition } from './definition.js';
import { report } from './definition.js';
import { referenceOf } from './handle.js';
import type { Place } from './place.js';

/** Who uses a handle, for what is reported. */
export interface User {
  readonly definition: Definition;
  readonly at: NodeId;
  readonly place: Place;
}

/** The reference of a handle that an option holds; anything else is reported. A whole node is told from its output. */
export function takeReference({ definition, at, place }: User, option: string, value: unknown): Reference | undefined {
  const reference = referenceOf(value);
  if (reference) return reference;
  const node = resultOf(value);
  const message =
    node === undefined ? `${option} of ${at} is no handle` : `${option} of ${at} is a node, not its output`;
  const hint =
    node === undefined
      ? 'Give the output of a step, an item, or an input: start.out.chunks. Constants need no input: import them.'
      : `Write .out behind ${node}.`;
  report(definition, { code: 'FLOW1102', at, message, hint }, place);
  return undefined;
}

/** The references of declared inputs. */
export function takeInputs(user: User, inputs: unknown): { readonly [name: string]: Reference } {
  if (inputs === undefined) return {};
  if (typeof inputs !== 'object' || inputs === null) {
    const message = `in of ${user.at} is no object`;
    report(
      user.definition,
      { code: 'FLOW1102', at: user.at, message, hint: 'Name each input: in: { rows: start.out.rows }.' },
      user.place,
    );
    return {};
  }
  const references: [string, Reference][] = [];
  for (const [name, value] of Object.entries(inputs)) {
    const reference = takeReference(user, `Input ${name}`, value);
    if (reference) references.push([name, reference]);
  }
  return Object.fromEntries(references);
}

/** The nodes that `after` names, as a field of a node; no field without any. */
export function takeAfter(user: User, after: unknown): { readonly after?: readonly NodeId[] } {
  if (after === undefined) return {};
  const { definition, at, place } = user;
  const hint = 'Give a list of nodes: after: [load].';
  if (!Array.isArray(after)) {
    report(definition, { code: 'FLOW1102', at, message: `after of ${at} is no list`, hint }, place);
    return {};
  }
  const ids: NodeId[] = [];
  for (const value of after as readonly unknown[]) {
    const id = resultOf(value);
    if (id === undefined)
      report(
        definition,
        { code: 'FLOW1102', at, message: `after of ${at} holds something that is no node`, hint },
        place,
      );
    else ids.push(id);
  }
  return ids.length > 0 ? { after: ids } : {};
}

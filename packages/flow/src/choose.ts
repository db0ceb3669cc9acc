import type { Body, ChooseNode, Reference } from '@flowmap/graph';
import { buildBody } from './body.js';
import type { Definition, Draft } from './definition.js';
import { enter } from './definition.js';
import { handleOf, referenceOf } from './handle.js';
import { takeAfter, takeReference } from './inputs.js';
import { refuseUnknown } from './known-options.js';
import type { Node } from './node.js';
import type { ChooseOptions } from './options.js';
import { callerOf } from './place.js';
import type { Ref } from './ref.js';
import type { Case, Scope } from './scope.js';

const OPTIONS = ['by', 'after'];
const OTHERWISE = 'otherwise';
const NOWHERE: Reference = { node: '', path: [] };

/** The `choose` of one scope. `open` makes the scope of a case. */
export function chooseIn<P>(
  definition: Definition,
  draft: Draft,
  open: (draft: Draft) => Scope<P>,
): Scope<P>['choose'] {
  return function choose<O, S>(
    name: string,
    by: Ref<string> | ChooseOptions<string>,
    cases: { readonly [key: string]: Case<P> },
  ): Node<O, S> {
    const place = callerOf(choose);
    const id = enter(definition, draft, name, place);
    const user = { definition, at: id, place };
    const options: { readonly by: unknown; readonly after?: unknown } =
      referenceOf(by) || typeof by !== 'object' || !('by' in by) ? { by } : refuseUnknown(user, by, OPTIONS);
    const bodies = new Map<string, Body>();
    for (const [key, define] of Object.entries(cases ?? {})) {
      const body = buildBody(
        definition,
        `${id}/${segmentOf(key)}`,
        typeof define === 'function' ? (inner) => define(open(inner)) : undefined,
        {
          what: `Case ${key} of ${id}`,
          at: id,
          place,
          resultRequired: true,
        },
      );
      bodies.set(key, body);
    }
    const otherwise = bodies.get(OTHERWISE);
    bodies.delete(OTHERWISE);
    const node: ChooseNode = {
      kind: 'choose',
      id,
      ...takeAfter(user, options.after),
      by: takeReference(user, 'by', options.by) ?? NOWHERE,
      cases: Object.fromEntries(bodies),
      ...(otherwise ? { otherwise } : {}),
    };
    draft.nodes.push(node);
    return { name: id, out: handleOf<O>({ node: id, path: [] }) };
  };
}

/** A case's key as a part of ids: any string can be a key, but ids are names. */
function segmentOf(key: string): string {
  const legal = key.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 59);
  return /^[A-Za-z]/.test(legal) ? legal : `case_${legal}`;
}

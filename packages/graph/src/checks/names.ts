import type { Diagnostic } from '../diagnostic.js';
import type { NodeId } from '../reference.js';
import type { Check } from './check.js';
import { fault } from './check.js';
import type { Placed } from './walk.js';
import { bodiesIn } from './walk.js';

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const IDENTIFIER = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/**
 * Names of flows, nodes and handlers are parts of object keys, state names and resource names: letters, digits, `_` and `-`,
 * a letter first, 64 at most. Those of parameters are names in code and options of a command too, so without `-`.
 */
export const checkNames: Check = function* (graph) {
  if (!NAME.test(graph.name)) yield illegal('', 'The flow');
  for (const name of Object.keys(graph.params)) {
    if (IDENTIFIER.test(name)) continue;
    const hint = 'Use letters, digits and _, a letter first, at most 64 characters.';
    yield fault('FLOW1002', '', `A parameter cannot be named ${JSON.stringify(name)}`, hint);
  }
  for (const placed of bodiesIn(graph)) {
    for (const node of placed.body.nodes) {
      yield* checkId(placed, node.id);
      if (node.kind === 'step' && node.catch) yield* checkId(placed, node.catch.id);
    }
  }

  function illegal(at: NodeId, what: string): Diagnostic {
    const name = at === '' ? graph.name : at;
    const hint = 'Use letters, digits, _ and -, a letter first, at most 64 characters.';
    return fault('FLOW1002', at, `${what} cannot be named ${JSON.stringify(name)}`, hint);
  }

  /** An id is the id of the node around and a name; inside a choose, a name for the case may stand between. */
  function* checkId({ inside }: Placed, id: NodeId): Generator<Diagnostic> {
    const prefix = inside ? `${inside.node.id}/` : '';
    const names = id.slice(prefix.length).split('/');
    if (id.startsWith(prefix) && names.length <= (inside?.node.kind === 'choose' ? 2 : 1)) {
      if (!names.every((name) => NAME.test(name))) yield illegal(id, 'A node');
    } else if (inside && !id.startsWith(prefix)) {
      const hint = 'The id of a node is that of the node around it, a slash and its name.';
      yield fault('FLOW1002', id, `${id} is inside of ${inside.node.id}, but its id does not begin with that`, hint);
    } else {
      yield illegal(id, 'A node');
    }
  }
};

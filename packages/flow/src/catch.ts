import { invariant } from '@flowmap/graph';
import type { Inputs, Resolved } from './ref.js';
import type { Environment, Failure, TaskContext } from './context.js';
import type { Definition, Draft } from './definition.js';
import { enter, report } from './definition.js';
import { handleOf } from './handle.js';
import type { Node, Step } from './node.js';
import { callerOf } from './place.js';
import type { Run } from './step.js';
import { keepFunction } from './step.js';

/** The `catch` of the step at a position of a scope. */
export function catchOf<O, P, I extends Inputs, N, E extends string>(
  definition: Definition,
  draft: Draft,
  position: number,
): Step<O, P, I, N, E>['catch'] {
  return function handle<F, S>(
    name: string,
    run: Run<TaskContext<P, Resolved<I>> & Environment<E> & Failure>,
  ): Node<O | F, S> {
    const place = callerOf(handle);
    const id = enter(definition, draft, name, place);
    const node = draft.nodes[position];
    invariant(node?.kind === 'step', `position ${position} of ${draft.id} is a step`);
    if (node.catch) {
      const hint = 'Tell the errors apart in one handler, by error.name.';
      report(definition, { code: 'FLOW1109', at: node.id, message: `${node.id} has two handlers`, hint }, place);
    }
    draft.nodes[position] = { ...node, catch: { id } };
    keepFunction(definition, id, run, place);
    return { name: node.id, out: handleOf<O | F>({ node: node.id, path: [] }) };
  };
}

import type { FlowGraph } from '@flowmap/graph';
import type { Expression, TaskState } from '../language/index.js';
import type { PolicyStatement } from './policy.js';
import type { Target } from './target.js';

/** The compile-time half of a metadata store: the states that open a run and bring back facts. */
export interface RunStates {
  /**
   * The first state of every machine: records the run under the execution's name, refuses a name used before, and
   * stores the parameters, which `params` gives as JSON text after checking them.
   */
  open(
    graph: FlowGraph,
    params: Expression,
    target: Target,
  ): { readonly state: TaskState; readonly policies: readonly PolicyStatement[] };
  /** A state that brings the facts published at an address. */
  read(
    address: Expression,
    target: Target,
  ): {
    readonly state: TaskState;
    readonly policies: readonly PolicyStatement[];
    /** A fact over `$states.result`, of the named type. A missing one is an error, or gives `otherwise` where that is there. */
    readonly fact: (name: string, type: 'number' | 'string', otherwise?: Expression) => Expression;
  };
}

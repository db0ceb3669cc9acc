import type { Expression, States } from '../language/index.js';
import type { PolicyStatement } from './policy.js';

/** A state with which a fragment ends. It carries no Next, End or Output: the compiler writes these. */
export interface Exit {
  readonly state: string;
  /**
   * For a foreach that tolerates failures: the number of items that ended well, as an expression over `$states.result` of
   * this state. The compiler compares what is missing to the count with the tolerance.
   */
  readonly succeeded?: Expression;
  /**
   * Where this state has the foreach's state data: an object with `run`, `i` and `f`, as an expression. For an exit whose input holds
   * more than that, or whose result brings a part of it. Default `$states.input`, handed on as it is.
   */
  readonly data?: Expression;
  /** For a foreach over a source: the number of items, as an expression over `$states.result` of this state. */
  readonly count?: Expression;
  /** That the states of {@link MapContext.settle} led here: the tolerance was checked there, and is not checked again. */
  readonly settled?: boolean;
  /** What must hold over `$states.result` and `$states.input` to go on; otherwise the run fails with the message. */
  readonly requires?: { readonly condition: Expression; readonly message: Expression };
}

/** States that end in one which has no Next yet: whoever puts them into a fragment leads on from there. */
export interface Passage {
  readonly start: string;
  readonly states: States;
  readonly end: string;
  readonly policies: readonly PolicyStatement[];
}

/** Part of a state machine with one entry. Its policies come with its states, so that they cannot drift apart. */
export interface AslFragment {
  readonly start: string;
  readonly states: States;
  readonly exits: readonly Exit[];
  readonly policies: readonly PolicyStatement[];
}

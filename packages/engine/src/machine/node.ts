import type { Json, State } from '@flowmap/asl/language';
import type { Thread } from '../execution.js';

/** Where a state leads. */
export interface Move {
  /** Name of the next state; undefined at the end. */
  readonly next: string | undefined;
  readonly output: Json;
}

/** A state, ready to run any number of times. */
export interface Node {
  readonly name: string;
  readonly kind: State['Type'];
  /** Throws StateFailure when it fails for good, Stopped when it was stopped from outside. */
  run(thread: Thread, input: Json): Promise<Move>;
}

/** States that belong together: a machine's, a branch's, a map's. */
export interface Block {
  readonly start: string;
  readonly nodes: ReadonlyMap<string, Node>;
}

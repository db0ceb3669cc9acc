import type { NodeId } from './reference.js';

/**
 * What the state machine tells a task: the one wire format of a local worker, a Lambda event and an AWS Batch
 * environment. Positions and identities only, so its size never depends on the data.
 */
export interface Invocation {
  /** Version of this format: an execution may live for a year and then meet newer code. */
  readonly v: 1;
  /**
   * The node to run: a step, a catch handler, or a foreach or choose whose `items` or `by` no step can publish
   * (then the task stores the list, or reads the value, and publishes the fact).
   */
  readonly step: NodeId;
  /** The root run. */
  readonly run: string;
  /** The index path: empty at the root, `3`, `3.12` inside a nested foreach. */
  readonly i: string;
  /** Attempts before this one, as the service counts them: 0 at first. */
  readonly try: number;
  /** With `to`: the items [from, to) of the innermost foreach; `i` is then the index path around that foreach. */
  readonly from?: number;
  readonly to?: number;
  /**
   * For a range: when the answer must have come, in milliseconds since the epoch. What has not ended by then has failed, and no
   * asking again helps: the execution that asks ends. Absent: it goes on as long as it takes.
   */
  readonly by?: number;
  /** For a catch handler: what the service says of the failure. */
  readonly error?: { readonly Error: string; readonly Cause: string };
}

/** A small scalar that a task publishes for the state machine. */
export type Fact = string | number | boolean;

/** Facts by name. The name of a fact is the id of the foreach (its count) or choose (its value) that uses it. */
export interface Facts {
  readonly [name: string]: Fact;
}

/** What a task tells the state machine. */
export interface Answer {
  /** The facts that the graph asks of this node; absent without any. */
  readonly f?: Facts;
  /** For a range: how many of its items failed. */
  readonly failed?: number;
}

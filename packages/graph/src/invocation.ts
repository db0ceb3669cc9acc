import type { Json, JsonObject } from './json.js';
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
  /** The index path: empty at the root, `3`, `3.12` inside a nested foreach. `r3.12` in a run that resumes another: see `RESUMED`. */
  readonly i: string;
  /** Attempts before this one, as the service counts them: 0 at first. */
  readonly try: number;
  /** With `to`: the items [from, to) of the innermost foreach; `i` is then the index path around that foreach. */
  readonly from?: number;
  readonly to?: number;
  /** For the items of a source, with or without `from` and `to`: what the service read, where the compute takes it along. */
  readonly given?: GivenItems;
  /** For the task that settles a foreach: the key of the manifest of its children's results, in the bucket of artifacts. */
  readonly manifest?: string;
  /**
   * For array jobs, whose worker does all that is to be done for an item: attempts with their waits, time limit, catch handler.
   * With `from` and `to` it is told to every child, and the child's own number in the job says which of these items is meant.
   * Without them the item is the one at `i`.
   */
  readonly array?: true;
  /**
   * For a range: when the answer must have come, in milliseconds since the epoch. What has not ended by then has failed, and no
   * asking again helps: the execution that asks ends. Absent: it goes on as long as it takes.
   */
  readonly by?: number;
  /** For a catch handler: what the service says of the failure. */
  readonly error?: { readonly Error: string; readonly Cause: string };
}

/**
 * Items of a source, as the service read them. Where a compute does not take them along, they are in an object. A type alias, for an
 * interface with an optional member is no JSON to a project without `exactOptionalPropertyTypes`.
 */
export type GivenItems = {
  readonly items: readonly GivenItem[];
  /** The ETag of the file that they are parts of. */
  readonly e?: string;
};

/** An item of a source: its number, and what the service made of it. */
export interface GivenItem extends JsonObject {
  readonly i: number;
  readonly v: Json;
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
  /** For a range, or a foreach that is settled: how many of its items failed. */
  readonly failed?: number;
}

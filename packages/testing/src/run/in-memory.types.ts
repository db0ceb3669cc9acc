import type { Computes, Compiled, MapStrategy, RunStates, Target } from '@flowmap/asl';
import type { StateMachine } from '@flowmap/asl/language';
import type { Clock, HistoryEvent, ObjectStorage, Outcome } from '@flowmap/engine';
import type { Answer, Invocation, JsonObject } from '@flowmap/graph';
import type { MetadataStore, ObjectStore } from '@flowmap/store';
import type { RunCounts } from './history.js';
import type { MetadataWrite } from './metadata-writes.js';
import type { RequestCounts } from './store-requests.js';

/** How a flow is compiled in memory. */
export interface InMemoryOptions {
  /** The strategy of every foreach that names none. Default inline. */
  readonly fallback?: MapStrategy;
  /** Where code runs. Default AWS Lambda for every step. */
  readonly computes?: Computes;
  /** The states of the metadata store. Default those of DynamoDB. */
  readonly states?: RunStates;
  readonly target?: Partial<Target>;
}

/** How a compiled flow is run in memory. */
export interface InMemoryRunOptions {
  /** The execution's input: the parameters. Default none. */
  readonly params?: JsonObject;
  /** The name of the execution. Default `run-1`. */
  readonly run?: string;
  /** Where what the run leaves is kept. Default: stores of its own. */
  readonly stores?: InMemoryStores;
  /** Buckets beside that of the artifacts, for foreachs over sources. Default: there are none. */
  readonly buckets?: ObjectStorage;
  /** Default `enforced`. */
  readonly quotas?: 'enforced' | 'off';
  /** Seed of the jitter of retries. Default 1. */
  readonly seed?: number;
  /** How long a task takes, in milliseconds of simulated time, before its code runs. Default 0. */
  readonly delay?: (invocation: Invocation) => number;
  /** How many tasks run at once, as in a pool of so many workers. Default: all that are asked for. */
  readonly workers?: number;
  /** Which attempts of an array job's children end with the death of their worker, before any code runs. Default none. */
  readonly dies?: (child: Invocation) => boolean;
  /** Whether every task is delivered twice at once, as a service may that delivers at least once. Default once. */
  readonly deliver?: 'once' | 'twice';
  /**
   * Stands between the service and the worker: calls `work` at once, later, twice, or not at all, and answers or fails in its
   * place. An attempt that was given up and goes on all the same is a `work` that nobody waits for; it aborts by the
   * signal that `work` is given, which is otherwise that of its state. Default: calls it and answers with what it gives.
   */
  readonly serve?: (invocation: Invocation, work: (signal?: AbortSignal) => Promise<Answer>) => Promise<Answer>;
  /** Stops the run; its outcome is then ABORTED. */
  readonly signal?: AbortSignal;
  /**
   * What `record` saw of a run that did not end well: goes on with that run by a redrive, as `flow-cli run --continue` does. It takes
   * the `stores` of that run, and the events of both belong to a third. Default: a new run.
   */
  readonly past?: readonly HistoryEvent[];
  /** Sees each event of the history. */
  readonly record?: (event: HistoryEvent) => void;
  /** Changes the definition before it runs: what a fault in the service or in a neighbour would do to it. */
  readonly change?: (definition: StateMachine) => StateMachine;
}

/** The stores of one or more runs, and the time by which they go. */
export interface InMemoryStores {
  readonly objects: ObjectStore;
  readonly metadata: MetadataStore;
  readonly clock: Clock;
}

/** A run that has ended. */
export interface InMemoryRun {
  readonly outcome: Outcome;
  readonly stores: InMemoryStores;
  readonly counts: RunCounts;
  /** Every task that was asked for, in order; one for each attempt. */
  readonly invocations: readonly Invocation[];
  /** Every write to the metadata store. */
  readonly writes: readonly MetadataWrite[];
  /**
   * What the tasks asked of the stores, each as if it had a process of its own, and what the states' readers and writers did. Tasks that
   * call S3 by themselves are no part of it.
   */
  readonly requests: Readonly<RequestCounts>;
  /** Bytes of the largest arguments of a task. */
  readonly payloadBytes: number;
  /** The flow's result, collections as arrays. Rejects where the run did not come so far. */
  result(): Promise<unknown>;
}

/** A flow that can be run in memory as often as one likes. */
export interface InMemoryFlow {
  readonly compiled: Compiled & { readonly definition: StateMachine };
  readonly target: Target;
  run(options?: InMemoryRunOptions): Promise<InMemoryRun>;
}

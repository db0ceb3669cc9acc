import type { Outcome } from './ports.js';

/** How many of something are in which state. The names are DescribeMapRun's. */
export interface MapRunCounts {
  /** Where the items are read: those that have been read so far. */
  readonly total: number;
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  /** Those that are part of the map's result. */
  readonly resultsWritten: number;
}

/** What may be changed of a Map Run while it runs. */
export interface MapRunChange {
  /** 0 for as many as possible. */
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  /** 0 to 100. */
  readonly toleratedFailurePercentage?: number;
}

/**
 * A Map Run, as DescribeMapRun shows it. Its properties change while it runs and can be read at any time at no cost; counts
 * are those of the moment in which they are asked for.
 */
export interface MapRun {
  readonly mapRunArn: string;
  /** ARN of the execution that the map belongs to. */
  readonly executionArn: string;
  /** ARN of the children's state machine. */
  readonly stateMachineArn: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  /** Milliseconds since the epoch. */
  readonly startDate: number;
  readonly stopDate: number | undefined;
  /** 0 for as many as possible. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number | undefined;
  readonly toleratedFailurePercentage: number | undefined;
  readonly redriveCount: number;
  readonly itemCounts: MapRunCounts;
  /** Of its children. */
  readonly executionCounts: MapRunCounts;
  /** As UpdateMapRun does. Without effect when the run has ended. */
  update(change: MapRunChange): void;
}

/** What is known of a Map Run when it starts. */
export type MapRunStart = Pick<
  MapRun,
  | 'mapRunArn'
  | 'executionArn'
  | 'stateMachineArn'
  | 'startDate'
  | 'maxConcurrency'
  | 'toleratedFailureCount'
  | 'toleratedFailurePercentage'
  | 'redriveCount'
> & {
  /** Items that are known before any is taken. */
  readonly items: number;
  /** Items in a child, at most. */
  readonly batch: number;
};

/** The Map Run that the engine changes while it runs. */
export class LiveMapRun implements MapRun {
  readonly mapRunArn: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly startDate: number;
  readonly redriveCount: number;
  status: MapRun['status'] = 'RUNNING';
  stopDate: number | undefined = undefined;
  maxConcurrency: number;
  toleratedFailureCount: number | undefined;
  toleratedFailurePercentage: number | undefined;
  /** Is told of an update. */
  updated: () => void = () => undefined;
  readonly #known: number;
  readonly #batch: number;
  readonly #items = new Tally();
  readonly #executions = new Tally();

  constructor(start: MapRunStart) {
    this.mapRunArn = start.mapRunArn;
    this.executionArn = start.executionArn;
    this.stateMachineArn = start.stateMachineArn;
    this.startDate = start.startDate;
    this.redriveCount = start.redriveCount;
    this.maxConcurrency = start.maxConcurrency;
    this.toleratedFailureCount = start.toleratedFailureCount;
    this.toleratedFailurePercentage = start.toleratedFailurePercentage;
    this.#known = start.items;
    this.#batch = start.batch;
  }

  get itemCounts(): MapRunCounts {
    return this.#items.counts(Math.max(this.#items.pending, this.#known - this.#items.started));
  }

  get executionCounts(): MapRunCounts {
    const left = Math.max(0, this.#known - this.#items.started);
    return this.#executions.counts(Math.max(this.#executions.pending, Math.ceil(left / this.#batch)));
  }

  update(change: MapRunChange): void {
    if (this.status !== 'RUNNING') return;
    const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = change;
    if (maxConcurrency !== undefined) this.maxConcurrency = maxConcurrency;
    if (toleratedFailureCount !== undefined) this.toleratedFailureCount = toleratedFailureCount;
    if (toleratedFailurePercentage !== undefined) this.toleratedFailurePercentage = toleratedFailurePercentage;
    this.updated();
  }

  /** A child with so many items begins. */
  childStarted(items: number): void {
    this.#items.started += items;
    this.#executions.started += 1;
  }

  childEnded(items: number, status: Outcome['status'], isWritten: boolean): void {
    this.#items.end(status, items, isWritten);
    this.#executions.end(status, 1, isWritten);
  }

  /** A child with so many items will not begin. */
  childPending(items: number): void {
    this.#items.pending += items;
    this.#executions.pending += 1;
  }

  /** The first end counts. */
  end(status: Exclude<MapRun['status'], 'RUNNING'>, stopDate: number): void {
    if (this.status !== 'RUNNING') return;
    this.status = status;
    this.stopDate = stopDate;
  }
}

class Tally {
  started = 0;
  pending = 0;
  readonly #ended: Record<Outcome['status'], number> = { SUCCEEDED: 0, FAILED: 0, TIMED_OUT: 0, ABORTED: 0 };
  #resultsWritten = 0;

  end(status: Outcome['status'], by: number, isWritten: boolean): void {
    this.#ended[status] += by;
    if (isWritten) this.#resultsWritten += by;
  }

  counts(pending: number): MapRunCounts {
    const { SUCCEEDED: succeeded, FAILED: failed, TIMED_OUT: timedOut, ABORTED: aborted } = this.#ended;
    const running = this.started - succeeded - failed - timedOut - aborted;
    const total = this.started + pending;
    return { total, pending, running, succeeded, failed, timedOut, aborted, resultsWritten: this.#resultsWritten };
  }
}

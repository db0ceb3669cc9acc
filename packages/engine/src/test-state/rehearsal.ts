import type { Json, MapState, State } from '@flowmap/asl/language';
import { ERRORS, StateFailure } from '../failure.js';
import type { Ports } from '../ports.js';
import { matches, retryDelay } from '../retry.js';
import type { Trial } from '../trial.js';
import type { Inspection } from './inspection.js';
import { itemData } from './item-data.js';
import type { Mocked } from './mocked.js';
import type { ErrorDetails, StateConfiguration } from './request.js';

/** Ends a trial: a retrier would try again. */
export class Retriable extends Error {
  override readonly name = 'Retriable';
}

/** What a rehearsal is made of. */
export interface Script {
  readonly state: State;
  readonly context: { readonly [key: string]: Json };
  readonly mocked: Mocked | undefined;
  readonly configuration: StateConfiguration;
  readonly inspection: Inspection;
  random(): number;
}

/** Plays what is around a tested state: its branches or iterations, and what Retry makes of a failure. */
export class Rehearsal implements Trial {
  readonly #script: Script;
  /** What the state failed with, whether or not a catcher took it. */
  failure: StateFailure | undefined;
  errorDetails: ErrorDetails = {};

  constructor(script: Script) {
    this.#script = script;
  }

  get context(): { readonly [key: string]: Json } {
    return this.#script.context;
  }

  /** The ports of a mocked state: nothing of it reaches outside. */
  ports(given: Ports): Ports {
    const { mapItemReaderData } = this.#script.configuration;
    return {
      clock: given.clock,
      random: () => given.random(),
      uuid: () => given.uuid(),
      task: async () => await Promise.resolve(this.result()),
      ...(mapItemReaderData === undefined ? {} : { objects: itemData(mapItemReaderData) }),
    };
  }

  result(): Json {
    const { mocked, state } = this.#script;
    if (mocked === undefined) throw new Error('A Map or Parallel needs a mock: please report this');
    if ('failure' in mocked) throw mocked.failure;
    if (state.Type === 'Map' && this.#isIntolerable(mocked.result)) {
      throw new StateFailure(ERRORS.threshold, 'The specified tolerated failure threshold was exceeded');
    }
    return mocked.result;
  }

  /** A Map without a limit of its own is not failed by iterations that failed: recorded. */
  #isIntolerable(result: Json): boolean {
    const { configuration, inspection } = this.#script;
    const failed = configuration.mapIterationFailureCount ?? 0;
    const count = inspection.get('toleratedFailureCount');
    const percentage = inspection.get('toleratedFailurePercentage');
    if (typeof count === 'number' && failed > count) return true;
    const items = Array.isArray(result) ? result : inspection.get('afterItemsPath');
    const all = Array.isArray(items) ? items.length : failed;
    return typeof percentage === 'number' && failed > (percentage / 100) * all;
  }

  failed(failure: StateFailure): void {
    this.failure = failure;
    this.#script.inspection.failed();
    const { Retry = [], Catch = [] } = this.#script.state as Pick<MapState, 'Retry' | 'Catch'>;
    const retryIndex = Retry.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
    if (retryIndex >= 0) {
      const counters = Retry.map(() => this.#script.configuration.retrierRetryCount ?? 0);
      const delay = retryDelay(Retry, counters, failure, () => this.#script.random());
      this.errorDetails =
        delay === undefined ? { retryIndex } : { retryIndex, retryBackoffIntervalSeconds: delay / 1000 };
      if (delay !== undefined) throw new Retriable();
    }
    const catchIndex = Catch.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure));
    if (catchIndex >= 0) this.errorDetails = { ...this.errorDetails, catchIndex };
  }
}

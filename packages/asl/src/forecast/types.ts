import type { Diagnostic, NodeId } from '@flowmap/graph';
import type { Usage } from '../plugin/index.js';
import type { Dollars } from './prices.js';

/** How wide a run is. */
export interface ForecastLoad {
  /**
   * The number of items of each foreach, by its id: inside another foreach, for each item of that. One over the results of another
   * has the same number, and need not be named.
   */
  readonly items: { readonly [foreach: NodeId]: number };
  /** The key that a choose finds, by its id. Default: that of the body that makes the most state transitions. */
  readonly cases?: { readonly [choose: NodeId]: string };
  /** Bytes of an item of a list as text. Default 100: it says from which length a list is an object of its own. */
  readonly itemBytes?: number;
}

/** What a forecast gives. */
export interface Forecasted {
  /** Absent where the flow cannot be compiled. */
  readonly forecast?: Forecast;
  /** All that compiling found, and what must fail with so many items, or comes near to it. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a run will take when nothing fails: exact counts, but where a field says otherwise. */
export interface Forecast {
  readonly foreachs: readonly ForeachForecast[];
  /** The whole run. Its own execution is not among `executions`; its own start and end are among `events`. */
  readonly total: Usage;
  readonly dollars: Dollars;
  /** Least time in seconds by the rates of the service, and which of them is the slowest. */
  readonly least: { readonly seconds: number; readonly by: string };
  /** How much of each quota is used, the most used first. */
  readonly quotas: readonly QuotaShare[];
  /** What each choose was taken to do. */
  readonly cases: readonly ChosenCase[];
  /** Foreachs whose strategy does not say what it takes: nothing of theirs is counted. */
  readonly unknown: readonly NodeId[];
}

/** What a foreach takes, in the strategy that was chosen for it. */
export interface ForeachForecast {
  readonly id: NodeId;
  /** The strategy: its kind. */
  readonly strategy: string;
  /** The number of items, of each time that it runs. */
  readonly items: number;
  /** How often it runs: once for each item of the foreachs around it; 0 in a body that does not run. */
  readonly instances: number;
  /** What it takes each time, the foreachs in it included. Undefined where its strategy does not say. */
  readonly each: Usage | undefined;
  /** What all its instances cost. */
  readonly dollars: Dollars | undefined;
}

/** How much of a quota a run uses. */
export interface QuotaShare {
  /** `events of the run`, `events of a child`, `bytes of state data`, `bytes of the definition`, `open Map Runs`. */
  readonly quota: string;
  readonly used: number;
  readonly limit: number;
  /** Whether passing it fails the run. Otherwise the service makes what is too much wait. */
  readonly hard: boolean;
}

/** A body of a choose that is taken to run. */
export interface ChosenCase {
  readonly choose: NodeId;
  /** Undefined for `otherwise`. */
  readonly key: string | undefined;
  /** Whether it was said, and is not the dearest. */
  readonly given: boolean;
}

import { deepStrictEqual, ok } from 'node:assert/strict';
import type { Computes, Forecast, Forecasted, ForecastLoad, MapStrategy } from '@flowmap/asl';
import { forecastOf } from '@flowmap/asl';
import { lambda } from '@flowmap/compute-lambda';
import type { Flow } from '@flowmap/flow';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb/states';
import type { InMemoryRun } from '../run/in-memory.js';
import { testTarget } from '../run/test-target.js';

/** What a forecast is made with: that of the run that it is held against. */
export interface ForecastGiven {
  /** Default inline. */
  readonly fallback?: MapStrategy;
  /** Default AWS Lambda for every step. */
  readonly computes?: Computes;
}

/** What a run counts, under the names of a forecast's total. */
export interface Counted {
  readonly events: number;
  readonly transitions: number;
  readonly executions: number;
  readonly express: number;
  readonly mapRuns: number;
  readonly childEvents: number;
  readonly requests: { readonly [api: string]: number };
}

/** The forecast of a flow as `inMemory` would compile it, with all diagnostics. */
export function forecasted(flow: Flow, load: ForecastLoad, given: ForecastGiven = {}): Forecasted {
  return forecastOf(
    flow.graph,
    {
      strategies: flow.strategies,
      fallback: given.fallback ?? inline(),
      computes: given.computes ?? { default: lambda() },
      run: dynamodbRunStates(),
      target: testTarget(flow.name),
    },
    load,
  );
}

/** What the histories of a run count. Its own execution is not among `executions`. */
export function countedIn({ counts }: InMemoryRun): Counted {
  const { rootEvents, transitions, executions, express, mapRuns, childEvents, requests } = counts;
  return { events: rootEvents, transitions, executions: executions - 1, express, mapRuns, childEvents, requests };
}

/** Holds a forecast against a run of the same flow with the same number of items: everything that can be counted. */
export function sameAsCounted({ total }: Forecast, run: InMemoryRun): void {
  const { events, transitions, executions, express, mapRuns, childEvents, requests, stores } = total;
  deepStrictEqual(
    { events, transitions, executions, express, mapRuns, childEvents, requests, stores },
    { ...countedIn(run), stores: run.requests },
  );
  const { stateDataBytes } = run.counts;
  ok(total.stateDataBytes >= stateDataBytes, `${total.stateDataBytes} bytes of state data, ${stateDataBytes} counted`);
}

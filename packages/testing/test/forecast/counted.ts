import { expect } from '@jest/globals';
import type { Computes, Forecast, ForecastLoad, MapStrategy } from '@flowmap/asl';
import { forecastOf } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import type { Flow } from '@flowmap/flow';
import type { JsonObject } from '@flowmap/graph';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb/states';
import { inMemory, type InMemoryRun, testTarget } from '@flowmap/testing';

/** The two computes: one answers with facts, behind the other a state reads them. */
export const COMPUTES: readonly { readonly on: string; readonly computes: Computes }[] = [
  { on: 'Lambda', computes: { default: lambda() } },
  { on: 'AWS Batch', computes: { default: batch({ queue: 'jobs' }) } },
];

/** How a flow is forecast and run. */
export interface Given {
  readonly fallback?: MapStrategy;
  readonly computes?: Computes;
  readonly params?: JsonObject;
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

/** The forecast of a flow. */
export function forecast(flow: Flow, load: ForecastLoad, given: Given = {}): Forecast {
  const { forecast: made, diagnostics } = forecastOf(
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
  if (!made) throw new Error(JSON.stringify(diagnostics));
  return made;
}

/** Runs a flow by the engine and counts. */
export async function count(
  flow: Flow,
  { fallback, computes, params = {} }: Given = {},
): Promise<{ readonly counted: Counted; readonly run: InMemoryRun }> {
  const requests: { [api: string]: number } = {};
  const run = await inMemory(flow, { ...(fallback && { fallback }), ...(computes && { computes }) }).run({
    params,
    record: ({ type, details }) => {
      if (type !== 'TaskScheduled') return;
      const { resource, resourceType } = details as { readonly resource: string; readonly resourceType: string };
      requests[`${resourceType}:${resource}`] = (requests[`${resourceType}:${resource}`] ?? 0) + 1;
    },
  });
  expect(run.outcome).toMatchObject({ status: 'SUCCEEDED' });
  const { transitions, executions, express, mapRuns, rootEvents, childEvents } = run.counts;
  const counted = {
    events: rootEvents,
    transitions,
    executions: executions - 1,
    express,
    mapRuns,
    childEvents,
    requests,
  };
  return { counted, run };
}

/** Holds a forecast against a run of the same flow with the same number of items: everything that can be counted. */
export async function expectForecast(flow: Flow, load: ForecastLoad, given: Given = {}): Promise<void> {
  const { total } = forecast(flow, load, given);
  const { counted, run } = await count(flow, given);
  expect({ ...total, stores: { ...total.stores } }).toMatchObject({ ...counted, stores: run.requests });
  expect(total.stateDataBytes).toBeGreaterThanOrEqual(run.counts.stateDataBytes);
}

import { expect } from '@jest/globals';
import type { Computes, Forecast, ForecastLoad } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import type { Flow } from '@flowmap/flow';
import type { JsonObject } from '@flowmap/graph';
import { inMemory, type InMemoryRun } from '@flowmap/testing';
import {
  type Counted,
  countedIn,
  type ForecastGiven,
  forecasted,
  sameAsCounted,
} from '../../src/forecast/compare-forecast.js';

/** The two computes: one answers with facts, behind the other a state reads them. */
export const COMPUTES: readonly { readonly on: string; readonly computes: Computes }[] = [
  { on: 'Lambda', computes: { default: lambda() } },
  { on: 'AWS Batch', computes: { default: batch({ queue: 'jobs' }) } },
];

/** How a flow is forecast and run. */
export interface Given extends ForecastGiven {
  readonly params?: JsonObject;
}

/** The forecast of a flow. */
export function forecast(flow: Flow, load: ForecastLoad, given: Given = {}): Forecast {
  const { forecast: made, diagnostics } = forecasted(flow, load, given);
  if (!made) throw new Error(JSON.stringify(diagnostics));
  return made;
}

/** Runs a flow by the engine and counts. */
export async function count(
  flow: Flow,
  { fallback, computes, params = {} }: Given = {},
): Promise<{ readonly counted: Counted; readonly run: InMemoryRun }> {
  const run = await inMemory(flow, { ...(fallback && { fallback }), ...(computes && { computes }) }).run({ params });
  expect(run.outcome).toMatchObject({ status: 'SUCCEEDED' });
  return { counted: countedIn(run), run };
}

/** Holds a forecast against a run of the same flow with the same number of items: everything that can be counted. */
export async function expectForecast(flow: Flow, load: ForecastLoad, given: Given = {}): Promise<void> {
  const { run } = await count(flow, given);
  sameAsCounted(forecast(flow, load, given), run);
}

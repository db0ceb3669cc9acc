import { deepStrictEqual, ok } from 'node:assert/strict';
import type { Computes, Forecast, ForecastLoad } from '@flowmap/asl';
import type { Flow } from '@flowmap/flow';
import type { JsonObject } from '@flowmap/graph';
import { forecasted, sameAsCounted } from '../../forecast/compare-forecast.js';
import { inMemory } from '../../run/in-memory.js';
import type { Check, Subject } from '../check.js';
import { onEach, onOne } from '../check.js';
import { nested, scopes, wide } from '../flows.js';
import { succeeded } from './results.js';

const SIZES = [0, 1, 2, 40, 1_000];

/** Characters of an item of these lists as text, about: the forecast asks whether a list is stored by itself. */
const ITEM_BYTES = 5;

/** What `estimate` says is what the engine counts, to the event; a strategy without it is called unknown by name. */
export function forecastChecks({ strategy, most, wideRun, shapes, concurrency }: Subject): readonly Check[] {
  if (!strategy.estimate) return withoutEstimate({ strategy });
  const counted: Counted = async (flow, load, params, computes) => {
    const forecast = known(flow, load, computes);
    if (!forecast) return;
    const run = await inMemory(flow, { computes }).run({ params });
    succeeded(run);
    sameAsCounted(forecast, run);
  };
  return [
    ...shapes.flatMap((shape) => [
      ...onEach(`the forecast of 0 to 1,000 items of ${shape} is what the engine counts`, async (computes) => {
        for (const items of SIZES.filter((size) => size <= most)) {
          const load = { items: { each: items }, itemBytes: ITEM_BYTES };
          const forecast = known(wide(strategy, shape), load, computes);
          if (forecast) sameAsCounted(forecast, await wideRun(shape, computes, items));
        }
      }),
      ...onEach(`the forecast of ${shape} with tolerance and concurrency is what the engine counts`, (computes) => {
        const flow = wide(strategy, shape, { tolerate: { percentage: 5 }, ...(concurrency && { concurrency: 3 }) });
        return counted(flow, { items: { each: 12 } }, { items: 12 }, computes);
      }),
    ]),
    ...(shapes.includes('several steps') ? nestedForecasts(strategy, counted) : []),
  ];
}

type Counted = (flow: Flow, load: ForecastLoad, params: JsonObject, computes: Computes) => Promise<void>;

/** Of foreachs in foreachs, whose bodies are several steps. */
function nestedForecasts(strategy: Subject['strategy'], counted: Counted): readonly Check[] {
  return [
    ...onEach('the forecast of one in itself is what the engine counts', async (computes) => {
      for (const list of ['a step of the body', 'the item'] as const) {
        const load = { items: { shards: 3, 'shards/days': 8 } };
        await counted(nested(strategy, strategy, list), load, { sizes: [8, 8, 8] }, computes);
      }
    }),
    ...onOne('the forecast of two in one, over facts of outer scopes, is what the engine counts', (computes) => {
      const load = { items: { shards: 2, 'shards/letters': 3 }, cases: { 'shards/letters/how': 'loud' } };
      return counted(scopes(strategy, strategy), load, { sizes: [1, 2] }, computes);
    }),
  ];
}

/** The forecast; undefined where the strategy itself says that it cannot say. */
function known(flow: Flow, load: ForecastLoad, computes: Computes): Forecast | undefined {
  const { forecast, diagnostics } = forecasted(flow, load, { computes });
  ok(forecast, JSON.stringify(diagnostics));
  return forecast.unknown.length === 0 ? forecast : undefined;
}

function withoutEstimate({ strategy }: Pick<Subject, 'strategy'>): readonly Check[] {
  return onOne('it has no estimate, and a forecast says so', async (computes) => {
    const { forecast, diagnostics } = forecasted(wide(strategy, 'one step'), { items: { each: 40 } }, { computes });
    deepStrictEqual(forecast?.unknown, ['each']);
    ok(diagnostics.some(({ code, at }) => code === 'FLOW5003' && at === 'each'));
  });
}

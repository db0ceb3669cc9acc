import { forecastOf, type Forecasted, type MapStrategy } from '@flowmap/asl';
import { hasErrors } from '@flowmap/graph';
import type { LoadFlags } from '../commands/load-options.js';
import type { StrategyFlags } from '../commands/strategy-options.js';
import type { LoadedFlow } from '../load-flow.js';
import { compileOptions, findings } from '../project.js';
import { readLoad } from './read-load.js';

/** Forecasts a flow offline. With `only`, every foreach has that strategy, whatever the author chose. */
export async function forecastFlow(
  loaded: LoadedFlow,
  flags: StrategyFlags & LoadFlags,
  only?: MapStrategy,
): Promise<Forecasted> {
  const { flow } = loaded;
  if (hasErrors(flow.diagnostics)) return { diagnostics: flow.diagnostics };
  const options = await compileOptions(loaded, flags);
  const strategies = only ? new Map([...flow.strategies.keys()].map((id) => [id, only] as const)) : flow.strategies;
  const { diagnostics, ...rest } = forecastOf(
    flow.graph,
    { ...options, strategies, ...(only ? { fallback: only } : {}) },
    readLoad(flow.graph, flags),
  );
  return { ...rest, diagnostics: findings(loaded, diagnostics) };
}

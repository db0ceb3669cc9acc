import { hasErrors } from '@flowmap/graph';
import { COMPARED } from '../forecast/compared.js';
import { forecastFlow } from '../forecast/forecast-flow.js';
import type { ExitStatus, Io } from '../io.js';
import { loadFlow, type LoadedFlow } from '../load-flow.js';
import { countDiagnostics, renderDiagnostics } from '../render/diagnostics.js';
import { renderComparison, renderForecast } from '../render/forecast.js';
import { painter } from '../render/paint.js';
import type { LoadFlags } from './load-options.js';
import type { StrategyFlags } from './strategy-options.js';

/** The flags of `forecast`. */
export interface ForecastFlags extends StrategyFlags, LoadFlags {
  readonly file: string;
  readonly compare: boolean;
  readonly json: boolean;
}

/** `flow-cli forecast FILE --items ...`: what a run will take on AWS. Exit status 2 where it must fail. */
export async function forecast(flags: ForecastFlags, io: Io): Promise<ExitStatus> {
  const loaded = await loadFlow(flags.file);
  if (flags.compare) return compare(loaded, flags, io);
  const { forecast: made, diagnostics } = await forecastFlow(loaded, flags);
  const paint = painter(io);
  if (flags.json) io.out(`${JSON.stringify({ ...made, diagnostics }, undefined, 2)}\n`);
  else {
    if (made) io.out(renderForecast(loaded.flow.name, made, paint));
    if (diagnostics.length > 0) io.err(`${renderDiagnostics(diagnostics, loaded.name, paint)}\n`);
    if (hasErrors(diagnostics)) io.err(`${loaded.flow.name}: ${countDiagnostics(diagnostics)}\n`);
  }
  return hasErrors(diagnostics) ? 2 : 0;
}

/** The flow as it is, and with each strategy for all of its foreachs. */
async function compare(loaded: LoadedFlow, flags: ForecastFlags, io: Io): Promise<ExitStatus> {
  const rows = [{ name: 'as it is', ...(await forecastFlow(loaded, flags)) }];
  for (const { name, strategy } of COMPARED) rows.push({ name, ...(await forecastFlow(loaded, flags, strategy)) });
  if (flags.json) {
    io.out(`${JSON.stringify(rows, undefined, 2)}\n`);
    return 0;
  }
  const paint = painter(io);
  io.out(
    renderComparison(
      rows.map(({ name, forecast: made, diagnostics }) => ({ name, forecast: made, diagnostics })),
      paint,
    ),
  );
  const [own] = rows;
  if (own && !own.forecast) io.err(`${renderDiagnostics(own.diagnostics, loaded.name, paint)}\n`);
  return own?.forecast ? 0 : 2;
}

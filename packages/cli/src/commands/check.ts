import { hasErrors } from '@flowmap/graph';
import type { ExitStatus, Io } from '../io.js';
import { loadFlow } from '../load-flow.js';
import { compileFlow } from '../project.js';
import { countDiagnostics, renderDiagnostics } from '../render/diagnostics.js';
import { painter } from '../render/paint.js';
import { forecastFlow } from '../forecast/forecast-flow.js';
import { hasLoad, type LoadFlags } from './load-options.js';
import type { StrategyFlags } from './strategy-options.js';

/** The flags of `check`. */
export interface CheckFlags extends StrategyFlags, LoadFlags {
  readonly file: string;
  readonly json: boolean;
}

/** `flow-cli check FILE`: everything that is wrong with a flow; with `--items`, also what must fail with so many. With `--json`, the findings as an array. */
export async function check(flags: CheckFlags, io: Io): Promise<ExitStatus> {
  const loaded = await loadFlow(flags.file);
  const diagnostics = hasLoad(flags)
    ? (await forecastFlow(loaded, flags)).diagnostics
    : (await compileFlow(loaded, flags)).diagnostics;
  if (flags.json) io.out(`${JSON.stringify(diagnostics, undefined, 2)}\n`);
  else {
    if (diagnostics.length > 0) io.out(`${renderDiagnostics(diagnostics, loaded.name, painter(io))}\n`);
    io.out(`${loaded.flow.name}: ${countDiagnostics(diagnostics)}\n`);
  }
  return hasErrors(diagnostics) ? 2 : 0;
}

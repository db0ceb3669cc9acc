import { compile, type Compiled, type CompileOptions, type Computes, type Target } from '@flowmap/asl';
import { lambda } from '@flowmap/compute-lambda';
import { type Diagnostic, hasErrors } from '@flowmap/graph';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb/states';
import type { StrategyFlags } from './commands/strategy-options.js';
import type { Flow } from '@flowmap/flow';
import type { LoadedFlow } from './load-flow.js';
import { strategyByName } from './strategy.js';

/** A flow with all that its definition depends on. */
export interface Project extends Compiled {
  readonly loaded: LoadedFlow;
  readonly computes: Computes;
  readonly target: Target;
}

/** Compiles a flow offline. The diagnostics are the builder's and the compiler's, without repetition. */
export async function compileFlow(loaded: LoadedFlow, flags: StrategyFlags): Promise<Project> {
  const options = await compileOptions(loaded, flags);
  const compiled = compile(loaded.flow.graph, options);
  const { computes, target } = options;
  return { ...compiled, diagnostics: findings(loaded, compiled.diagnostics), loaded, computes, target };
}

/** What a flow is compiled with: its own strategies, the command line, the configuration. */
export async function compileOptions(
  { flow, config, bundle, folder }: LoadedFlow,
  flags: StrategyFlags,
): Promise<CompileOptions> {
  const name = flags.mapStrategy ?? (flags.useDistributedMap ? 'distributed' : undefined);
  const fallback =
    name !== undefined || !config.strategy ? await strategyByName(name ?? 'inline', folder) : config.strategy;
  const computes: Computes = { default: lambda(), ...config.computes };
  const target: Target = {
    deployment: flow.name,
    machine: flow.name,
    partition: 'aws',
    region: 'us-east-1',
    account: '123456789012',
    table: 'flowmap',
    bucket: 'flowmap-123456789012-us-east-1',
    ...config.target,
    code: bundle.hash,
  };
  return { strategies: flow.strategies, fallback, computes, run: dynamodbRunStates(), target };
}

/** What the builder and the compiler found, with the places where the author wrote it. */
export function findings({ flow }: LoadedFlow, found: readonly Diagnostic[]): readonly Diagnostic[] {
  return merge(
    flow.diagnostics,
    found.map((diagnostic) => withPlace(diagnostic, flow)),
  );
}

/** The compiler names nodes; the flow knows where they were written. */
function withPlace(diagnostic: Diagnostic, { place }: Flow): Diagnostic {
  const found = diagnostic.place ?? place?.(diagnostic.at);
  return found === undefined ? diagnostic : { ...diagnostic, place: found };
}

/** What both the builder and the compiler found is told once. */
function merge(first: readonly Diagnostic[], second: readonly Diagnostic[]): readonly Diagnostic[] {
  const keyOf = ({ code, at, message }: Diagnostic): string => `${code} ${at} ${message}`;
  const known = new Set(first.map(keyOf));
  // What the language says of a machine made from half a flow would send the author to the wrong place.
  const isOfMachine = ({ code }: Diagnostic): boolean => hasErrors(first) && code.startsWith('FLOW4');
  return [...first, ...second.filter((diagnostic) => !known.has(keyOf(diagnostic)) && !isOfMachine(diagnostic))];
}

import type { StateMachine } from '@flowmap/asl/language';
import { hasErrors } from '@flowmap/graph';
import type { ExitStatus, Io } from '../io.js';
import { loadFlow } from '../load-flow.js';
import { compileFlow, type Project } from '../project.js';
import { countDiagnostics, renderDiagnostics } from '../render/diagnostics.js';
import { painter } from '../render/paint.js';
import { writeOut } from '../write-out.js';
import type { StrategyFlags } from './strategy-options.js';

/** The flags of `compile`. */
export interface CompileFlags extends StrategyFlags {
  readonly file: string;
  /** Write here instead of standard output. */
  readonly out?: string | undefined;
  /** Give the policy of the machine's role instead of the definition. */
  readonly policies: boolean;
  readonly pretty: boolean;
}

/** `flow-cli compile FILE`: the definition and nothing else on standard output; findings go to standard error. */
export async function compile(flags: CompileFlags, io: Io): Promise<ExitStatus> {
  const loaded = await loadFlow(flags.file);
  const project = await compileFlow(loaded, flags);
  reportFindings(project, io);
  const definition = definitionOf(project);
  if (!definition) return 2;
  const value = flags.policies ? policyDocument(project) : definition;
  const text = `${JSON.stringify(value, undefined, flags.pretty ? 2 : undefined)}\n`;
  await writeOut(text, flags.out, io);
  return 0;
}

/** Tells what was found, on standard error: all of it when there are errors, else the warnings. */
export function reportFindings({ diagnostics, loaded }: Project, io: Io): void {
  if (diagnostics.length === 0) return;
  io.err(`${renderDiagnostics(diagnostics, loaded.name, painter(io))}\n`);
  if (hasErrors(diagnostics)) io.err(`${loaded.flow.name} cannot be used: ${countDiagnostics(diagnostics)}\n`);
}

/** What compiling gives when the flow is sound. */
export function definitionOf({ definition, diagnostics }: Project): StateMachine | undefined {
  return hasErrors(diagnostics) ? undefined : definition;
}

function policyDocument({ policies }: Project): object {
  return { Version: '2012-10-17', Statement: policies.map((statement) => ({ Effect: 'Allow', ...statement })) };
}

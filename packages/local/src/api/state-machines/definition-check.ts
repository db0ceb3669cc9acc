import { validateText, type Problem, type StateMachine } from '@flowmap/asl/language';
import { check } from '@flowmap/engine';
import { ApiError } from '../protocol/api-error.js';
import { unservedTasks } from '../tasks/not-implemented.js';

/** The types of a state machine. */
export type MachineType = 'STANDARD' | 'EXPRESS';

/** Something wrong with a definition; the code is the service's, or `NOT_IMPLEMENTED` for what this engine alone refuses. */
export interface Diagnostic extends Pick<Problem, 'severity' | 'message'> {
  readonly code: string;
  readonly location?: string;
}

/** Looks for all that is wrong with a definition: by the language's rules, and in the engine, which also parses expressions. */
export function diagnose(text: string, type: MachineType): readonly Diagnostic[] {
  const problems: readonly Diagnostic[] = validateText(text, { type });
  if (!isObject(text)) return problems.map(withoutRoot);
  const known = new Set(problems.map(keyOf));
  const own = check(JSON.parse(text) as StateMachine, type).map((problem): Diagnostic => ({
    severity: 'ERROR',
    ...problem,
  }));
  return [...problems, ...own.filter((problem) => !known.has(keyOf(problem)))];
}

/**
 * Refuses a definition as CreateStateMachine does: `InvalidDefinition`, with all that is wrong, and with what this server
 * could not run.
 */
export function checkDefinition(text: string, type: MachineType): void {
  const refused = diagnose(text, type).filter(({ severity }) => severity === 'ERROR');
  const errors = (refused.length > 0 ? refused : unserved(text)).map(
    ({ code, message, location }) => `${code}: ${message}${location === undefined ? '' : ` at ${location}`}`,
  );
  if (errors.length === 0) return;
  throw new ApiError('InvalidDefinition', `Invalid State Machine Definition: '${errors.join(', ')}'`);
}

function unserved(text: string): readonly Diagnostic[] {
  return unservedTasks(JSON.parse(text) as StateMachine).map((task) => ({
    ...task,
    severity: 'ERROR',
    code: 'NOT_IMPLEMENTED',
  }));
}

/** Of a text that is no object the service gives no location: recorded. */
function withoutRoot({ location, ...problem }: Diagnostic): Diagnostic {
  return location === undefined || location === '/' ? problem : { ...problem, location };
}

function keyOf({ code, message, location }: Diagnostic): string {
  return JSON.stringify([code, message, location]);
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

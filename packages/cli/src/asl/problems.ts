import type { Paint } from '../render/paint.js';
import { jsonPlaces, offsetOf, placeOf } from './json-places.js';

/** What is wrong with a definition: a problem of the language's rules, or of what the engine has. */
export interface Finding {
  readonly code: string;
  readonly severity: 'ERROR' | 'WARNING';
  readonly message: string;
  /** In the service's form: `/States/Check/Next`. */
  readonly location: string;
}

/** Findings about a definition as a person reads them: place in the file, severity, code, location, sentence. Errors come first. */
export function renderProblems(
  problems: readonly Finding[],
  { name, text }: { readonly name: string; readonly text: string },
  paint: Paint,
): string {
  const places = jsonPlaces(text);
  const lines = [...problems.filter(isError), ...problems.filter((problem) => !isError(problem))].map((problem) => {
    const { severity, code, location, message } = problem;
    const offset = places.mistake?.offset ?? offsetOf(places, location);
    const { line, column } = placeOf(text, offset ?? 0);
    const where = paint('cyan', `${name}:${line}:${column}`);
    const level = isError(problem) ? paint('red', 'error') : paint('yellow', severity.toLowerCase());
    // The service words a syntax error as its own parser does; the place is ours.
    const said =
      places.mistake === undefined
        ? `${location === '/' ? '' : `${location}: `}${message}`
        : `this is no JSON: ${places.mistake.message}`;
    return `${where} ${level} ${paint('dim', code)} ${said}\n`;
  });
  return lines.join('');
}

/** `2 errors, 1 warning`, or `no errors`. */
export function countProblems(problems: readonly Finding[]): string {
  const errors = problems.filter(isError).length;
  const counts = [
    [errors, 'error'],
    [problems.length - errors, 'warning'],
  ] as const;
  const told = counts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`]));
  return told.join(', ') || 'no errors';
}

/** Whether the service refuses a definition for this. */
export function isError({ severity }: Pick<Finding, 'severity'>): boolean {
  return severity === 'ERROR';
}

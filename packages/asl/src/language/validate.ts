import { isFields } from './fields.js';
import type { Problem } from './problem.js';
import { RULES } from './rules/index.js';
import { parseJson } from './syntax/json-text.js';
import { viewOf } from './view.js';

/** How a definition is validated. */
export interface ValidateOptions {
  /** The type of the state machine. Default STANDARD. */
  readonly type?: 'STANDARD' | 'EXPRESS';
  /**
   * Parses the source of a JSONata expression and throws where it cannot. Where it returns jsonata's syntax tree,
   * names that the service does not resolve are found too. Default: expressions are not parsed.
   */
  readonly parseExpression?: (source: string) => unknown;
}

/**
 * All that is wrong with a definition in the Amazon States Language, in the order of the rules; empty where nothing
 * is. It can be created where no problem has the severity ERROR. Offline; a definition of 1 MiB takes less than a
 * tenth of a second, and what the parser takes.
 *
 * @example
 * validate({ StartAt: 'A', States: { A: { Type: 'Pass' } } });
 * // [{ code: 'SCHEMA_VALIDATION_FAILED', location: '/States/A', ... }, { code: 'MISSING_END_STATE', ... }]
 */
export function validate(definition: unknown, options: ValidateOptions = {}): Problem[] {
  if (!isFields(definition)) return [NOT_AN_OBJECT];
  const problems: Problem[] = [];
  const view = viewOf(definition, options.type ?? 'STANDARD');
  for (const rule of RULES) {
    rule(
      view,
      (location, message, code = 'SCHEMA_VALIDATION_FAILED', severity = 'ERROR') => {
        problems.push({ code, severity, message, location });
      },
      { parseExpression: options.parseExpression },
    );
  }
  return problems;
}

/** {@link validate} for a definition as text: what the service is sent. */
export function validateText(text: string, options: ValidateOptions = {}): Problem[] {
  if (text.trim() === '') return [NOT_AN_OBJECT];
  const parsed = parseJson(text);
  if ('value' in parsed) return validate(parsed.value, options);
  const { message, location } = parsed.fault;
  // The service says the place twice.
  return [{ code: 'INVALID_JSON_DESCRIPTION', severity: 'ERROR', message: `${message}\n at ${location}`, location }];
}

const NOT_AN_OBJECT: Problem = {
  code: 'SCHEMA_VALIDATION_FAILED',
  severity: 'ERROR',
  message: 'Definition must be a valid JSON object',
  location: '/',
};

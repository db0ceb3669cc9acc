import { expect } from '@jest/globals';
import type { Problem } from '../../../src/language/index.js';
import type { Rule, RuleOptions } from '../../../src/language/rule.js';
import { viewOf } from '../../../src/language/view.js';

type Fields = Readonly<Record<string, unknown>>;

interface Options extends Partial<RuleOptions> {
  readonly type?: 'STANDARD' | 'EXPRESS';
}

/** What one rule alone finds, one line each: `location: message (CODE)`; the code is left out where it is the usual one. */
export function problemsOf(rule: Rule, definition: Fields, options: Options = {}): string[] {
  const lines: string[] = [];
  const report = (location: string, message: string, code?: Problem['code'], severity?: Problem['severity']): void => {
    const prefix = severity === 'WARNING' ? 'warning ' : '';
    lines.push(`${prefix}${location}: ${message}${code === undefined ? '' : ` (${code})`}`);
  };
  rule(viewOf(definition, options.type ?? 'STANDARD'), report, { parseExpression: options.parseExpression });
  return lines;
}

/** A rule finds nothing. */
export function expectValid(rule: Rule, definition: Fields, options?: Options): void {
  expect(problemsOf(rule, definition, options)).toEqual([]);
}

/** A rule finds exactly these problems, in this order. */
export function expectProblems(rule: Rule, definition: Fields, expected: readonly string[], options?: Options): void {
  expect(problemsOf(rule, definition, options)).toEqual(expected);
}

/** A JSONPath machine that starts at its first state. */
export function jsonPath(states: Fields): Fields {
  return { StartAt: Object.keys(states)[0] ?? '', States: states };
}

/** A JSONata machine that starts at its first state. */
export function jsonata(states: Fields): Fields {
  return { QueryLanguage: 'JSONata', ...jsonPath(states) };
}

/** A Map of that mode over one Pass, with further fields. */
export function mapState(fields: Fields = {}, config?: Fields): Fields {
  const processor = jsonPath({ Inner: { Type: 'Pass', End: true } });
  return {
    Type: 'Map',
    ItemProcessor: config === undefined ? processor : { ProcessorConfig: config, ...processor },
    End: true,
    ...fields,
  };
}

/** A Map in Distributed mode over one Pass, with further fields. */
export function distributedMap(fields: Fields = {}): Fields {
  return mapState(fields, { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' });
}

/** A Task that invokes a Lambda function, with further fields. */
export function task(fields: Fields = {}): Fields {
  return { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true, ...fields };
}

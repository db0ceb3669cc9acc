import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import jsonata from 'jsonata';
import { type Problem, validate, validateText } from '../../src/language/index.js';
import { LEFT_OUT } from './left-out.js';

/** What AWS and others answered to definitions, one JSON object a line; kept beside the repository. */
const RECORDED = new URL('../../../../../shared/oracle/', import.meta.url);

interface Line {
  readonly name: string;
  readonly file?: string;
  readonly definition: unknown;
  readonly definitionText?: string;
  readonly stateMachineType?: 'STANDARD' | 'EXPRESS';
}

interface ApiLine extends Line {
  readonly result: 'OK' | 'FAIL';
  readonly diagnostics: readonly Partial<Problem>[];
}

interface RefusedLine extends Line {
  readonly reason: { readonly exception: string; readonly message: string };
}

interface Table {
  readonly name: string;
  readonly rows: readonly { readonly definition: unknown }[];
}

function lines<T = Line>(file: string): T[] {
  const text = readFileSync(new URL(file, RECORDED), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): T => JSON.parse(line));
}

function problemsOf({ definition, definitionText, stateMachineType }: Line): Problem[] {
  const options = { type: stateMachineType ?? 'STANDARD', parseExpression: (source: string) => jsonata(source).ast() };
  return definitionText === undefined ? validate(definition, options) : validateText(definitionText, options);
}

const errorsOf = (line: Line): Problem[] => problemsOf(line).filter(({ severity }) => severity === 'ERROR');
const idOf = ({ file, name }: Line): string => file ?? name;

if (!existsSync(RECORDED)) {
  process.stderr.write('asl: the recorded definitions are SKIPPED: ../shared/oracle is not here\n');
  test.skip('the recorded definitions: ../shared/oracle is not here', () => undefined);
} else {
  const valid = lines('valid.jsonl');
  const invalid = lines('invalid.jsonl');

  describe('definitions that were accepted', () => {
    test.each([
      ['aws-', 'AWS'],
      ['awsls-', 'the language service of AWS'],
      ['statelint-', 'the linter of the States Language'],
      ['aslv-', 'asl-validator'],
    ])('%s: by %s', (prefix) => {
      const its = valid.filter((line) => idOf(line).startsWith(prefix));
      expect(its.length).toBeGreaterThan(10);
      const refused = its.filter((line) => errorsOf(line).length > 0).map(idOf);
      expect(refused).toEqual(refused.filter((id) => LEFT_OUT.has(id)));
    });

    test('aws-: by AWS, without exception', () => {
      expect([...LEFT_OUT.keys()].filter((id) => id.startsWith('aws-'))).toEqual([]);
    });

    test.each(['asl-cases.jsonl', 'asl-cases-services.jsonl'])('%s: AWS ran them', (file) => {
      const refused = lines(file).filter((line) => errorsOf(line).length > 0);
      expect(refused.map((line) => [line.name, errorsOf(line)])).toEqual([]);
    });

    test('choice-tables.jsonl: AWS ran them', () => {
      for (const { name, rows } of lines<Table>('choice-tables.jsonl')) {
        for (const { definition } of rows) expect([name, errorsOf({ name, definition })]).toEqual([name, []]);
      }
    });
  });

  describe('definitions that were refused', () => {
    test.each([
      ['aws-', 'AWS', 5],
      ['awsls-', 'the language service of AWS', 10],
      ['statelint-', 'the linter of the States Language', 10],
      ['localstack-', 'LocalStack, with labels', 50],
      ['aslv-', 'asl-validator', 10],
    ])('%s: by %s', (prefix, _, least) => {
      const its = invalid.filter((line) => idOf(line).startsWith(prefix));
      expect(its.length).toBeGreaterThan(least);
      const accepted = its.filter((line) => errorsOf(line).length === 0).map(idOf);
      expect(accepted).toEqual(accepted.filter((id) => LEFT_OUT.has(id)));
    });

    test('a label is refused for the label', () => {
      for (const line of invalid.filter((one) => idOf(one).startsWith('localstack-'))) {
        expect([idOf(line), errorsOf(line).map(({ code }) => code)]).toEqual([idOf(line), ['INVALID_LABEL_NAME']]);
      }
    });
  });

  test('definitions that AWS did not create: its words, and no other problem', () => {
    const told = lines<RefusedLine>('invalid.jsonl').filter(
      (line) => idOf(line).startsWith('aws-') && line.reason.exception === 'InvalidDefinition',
    );
    expect(told.length).toBeGreaterThan(5);
    for (const line of told) {
      const ours = errorsOf(line).map(({ code, message, location }) => `${code}: ${message} at ${location}`);
      expect([idOf(line), `Invalid State Machine Definition: '${ours.join(', ')}'`]).toEqual([
        idOf(line),
        line.reason.message.replace(/^An error occurred .* operation: /, ''),
      ]);
    }
  });

  describe('what ValidateStateMachineDefinition answered', () => {
    test.each(lines<ApiLine>('validate-api.jsonl').map((line) => [line.name, line] as const))('%s', (_, line) => {
      const ours = problemsOf(line);
      expect(errorsOf(line).length === 0 ? 'OK' : 'FAIL').toBe(line.result);
      expect(ours).toMatchObject(line.diagnostics);
      expect(ours).toHaveLength(line.diagnostics.length);
    });
  });

  test('every case that is left out is there, and left out for a reason', () => {
    const refused = valid.filter((line) => errorsOf(line).length > 0).map(idOf);
    const accepted = invalid.filter((line) => errorsOf(line).length === 0).map(idOf);
    expect([...refused, ...accepted].sort()).toEqual([...LEFT_OUT.keys()].sort());
  });
}

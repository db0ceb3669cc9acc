import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Problem, validate, validateText } from '../../src/language/index.js';

const codes = (problems: readonly Problem[]): string[] => problems.map(({ code, location }) => `${code} ${location}`);

describe('validate', () => {
  test('finds nothing in a machine that is right', () => {
    const inner = { StartAt: 'Work', States: { Work: { Type: 'Pass', Output: {}, End: true } } };
    const config = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          Label: 'each',
          Items: '{% [0..$states.input.n - 1] %}',
          ItemProcessor: { ProcessorConfig: config, ...inner },
          Output: '{% $states.input %}',
          Next: 'Done',
        },
        Done: { Type: 'Succeed' },
      },
    };
    expect(validate(definition)).toEqual([]);
  });

  test('finds all that is wrong at once, in the order of the rules', () => {
    const definition = {
      StartAt: 'A',
      States: { A: { Type: 'Task', Next: 'X' }, B: { Type: 'Wait', Seconds: -1, End: true } },
    };
    expect(validate(definition)).toEqual([
      {
        code: 'SCHEMA_VALIDATION_FAILED',
        severity: 'ERROR',
        message: 'These fields are required: [Resource]',
        location: '/States/A',
      },
      {
        code: 'MISSING_TRANSITION_TARGET',
        severity: 'ERROR',
        message: `There is no state 'X' beside it`,
        location: '/States/A/Next',
      },
      {
        code: 'MISSING_TRANSITION_TARGET',
        severity: 'ERROR',
        message: `State 'B' is not reachable`,
        location: '/States/B',
      },
      {
        code: 'SCHEMA_VALIDATION_FAILED',
        severity: 'ERROR',
        message: `'Seconds' must be a whole number, 0 to 99999999`,
        location: '/States/B/Seconds',
      },
    ]);
  });

  test('hands on the type of the machine and the parser', () => {
    const Resource = 'arn:aws:states:::batch:submitJob.sync';
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: { A: { Type: 'Task', Resource, Output: '{% ( %}', End: true } },
    };
    expect(validate(definition)).toEqual([]);
    const parseExpression = (source: string): never => {
      throw new Error(`no ${source}`);
    };
    expect(codes(validate(definition, { type: 'EXPRESS', parseExpression }))).toEqual([
      'SCHEMA_VALIDATION_FAILED /States/A/Resource',
      'INVALID_JSONATA_EXPRESSION /States/A/Output',
    ]);
  });

  test.each([[null], [undefined], [[]], ['{}'], [7]])('refuses %j', (definition) => {
    expect(codes(validate(definition))).toEqual(['SCHEMA_VALIDATION_FAILED /']);
  });

  test('a chain of 10,000 states is no matter', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => [`S${i}`, { Type: 'Pass', Next: `S${i + 1}` }]);
    const states = { ...Object.fromEntries(chain), S10000: { Type: 'Succeed' } };
    expect(validate({ StartAt: 'S0', States: states })).toEqual([]);
    const [last] = validate({ StartAt: 'S0', States: { ...states, S10000: { Type: 'Pass', Next: 'S0' } } });
    expect(last?.code).toBe('MISSING_END_STATE');
  });
});

describe('validateText', () => {
  test('reads text', () => {
    expect(validateText('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}')).toEqual([]);
    expect(codes(validateText('{"States":{}}'))).toEqual([
      'SCHEMA_VALIDATION_FAILED /',
      'SCHEMA_VALIDATION_FAILED /States',
    ]);
  });

  test('tells what is no JSON from nothing at all', () => {
    expect(codes(validateText('{'))).toEqual(['INVALID_JSON_DESCRIPTION [Source: (String)"{"; line: 1, column: 2]']);
    expect(codes(validateText(' \n'))).toEqual(['SCHEMA_VALIDATION_FAILED /']);
  });
});

const WORDS = [
  ...['StartAt', 'States', 'Type', 'Next', 'End', 'Default', 'Choices', 'Variable', 'And', 'Not', 'Condition', 'Catch'],
  ...[
    'Retry',
    'ErrorEquals',
    'Branches',
    'ItemProcessor',
    'Iterator',
    'ProcessorConfig',
    'Mode',
    'ItemReader',
    'Label',
  ],
  ...[
    'ReaderConfig',
    'ItemBatcher',
    'ResultWriter',
    'WriterConfig',
    'Parameters',
    'Assign',
    'Output',
    'Items',
    'a',
    'a.$',
  ],
  ...[
    'InputPath',
    'ResultPath',
    'ErrorPath',
    'Resource',
    'Credentials',
    'QueryLanguage',
    'Timestamp',
    'Seconds',
    'Result',
  ],
];
const TEXTS = [
  ...[
    'Task',
    'Wait',
    'Pass',
    'Succeed',
    'Fail',
    'Choice',
    'Parallel',
    'Map',
    'a',
    'JSONata',
    'JSONPath',
    'DISTRIBUTED',
  ],
  ...['{% $states.result %}', '{% x', '$.a', '$', 'States.UUID()', 'States.ALL', 'arn:aws:states:::lambda:invoke', ''],
];
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom<unknown>(...TEXTS, null, true, 0, -1, 1.5),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...WORDS), tie('value'), { maxKeys: 6 }),
  ),
}));

describe('whatever it is given', () => {
  test('validate answers, the same each time, and changes nothing', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom('Task', 'Choice', 'Parallel', 'Map', 'Pass'), (value, Type) => {
        const fields = typeof value === 'object' && value !== null ? value : { value };
        const definition = { StartAt: 'a', States: { a: { ...fields, Type }, b: value } };
        const before = JSON.stringify(definition);
        const problems = validate(definition);
        expect(problems).not.toEqual([]);
        expect(validate(definition)).toEqual(problems);
        expect(JSON.stringify(definition)).toBe(before);
        for (const { location } of problems) expect(location).toMatch(/^\//);
      }),
      { numRuns: 200 },
    );
  });
});

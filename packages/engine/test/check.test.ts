import { describe, expect, test } from '@jest/globals';
import type { StateMachine, States } from '@flowmap/asl/language';
import fc from 'fast-check';
import { check, DefinitionError, run } from '../src/index.js';
import { machine, mapOf, task } from './machines.js';
import { ports } from './ports.js';

const found = (definition: StateMachine, type?: 'STANDARD' | 'EXPRESS'): string[] =>
  check(definition, type).map(({ code, location }) => `${code} ${location}`);

/** Machines with most fields of the language. */
const WHOLE: readonly StateMachine[] = [
  machine({
    choice: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Assign: { a: 1 }, Next: 'map' }], Default: 'map' },
    map: {
      Type: 'Map',
      Items: [1],
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: {} },
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'JSON' }, Arguments: {} },
      ResultWriter: { WriterConfig: { OutputType: 'JSON', Transformation: 'FLATTEN' } },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'in',
        States: { in: task({ Arguments: { x: ['{% 1 %}'] }, Credentials: { RoleArn: 'r' } }) },
      },
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% 1 %}', Next: 'end' }],
      Next: 'end',
    },
    end: { Type: 'Fail', Error: '{% "e" %}' },
  }),
  {
    StartAt: 'both',
    States: {
      both: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'in', States: { in: { Type: 'Wait', SecondsPath: '$.n', End: true } } }],
        Parameters: { 'a.$': 'States.Array($.b)', c: [{ 'd.$': '$$.Execution.Id' }] },
        ResultSelector: { 'e.$': '$[0]' },
        ResultPath: '$.f',
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'choice' }],
        Next: 'choice',
      },
      choice: {
        Type: 'Choice',
        Choices: [{ And: [{ Variable: '$.x', IsPresent: true }], Next: 'each' }],
        Default: 'each',
      },
      each: {
        Type: 'Map',
        ItemsPath: '$.items',
        Parameters: { 'i.$': '$$.Map.Item.Index' },
        Iterator: { StartAt: 'p', States: { p: { Type: 'Pass', Result: [1], ResultPath: null, End: true } } },
        MaxConcurrencyPath: '$.n',
        End: true,
      },
    },
  },
];

/** Every place in a value where something stands. */
function placesIn(value: unknown): [fields: Record<string, unknown>, name: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Record<string, unknown>;
  return Object.keys(fields).flatMap((name) => [[fields, name], ...placesIn(fields[name])]);
}

describe('check', () => {
  test('accepts what the engine runs', () => {
    expect(found(mapOf(task(), { Label: 'x', ToleratedFailureCount: 1 }, true))).toEqual([]);
  });

  test.each(WHOLE)('accepts the language whole', (definition) => {
    expect(found(definition)).toEqual([]);
  });

  test('accepts what is only a warning', () => {
    expect(found(mapOf(task(), { ToleratedFailureCount: 1 }))).toEqual([]);
  });

  test('refuses fields that the language does not have, at any depth', () => {
    const definition = mapOf(task({ Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.e', Next: 'item' }] }), {
      Retry: [{ ErrorEquals: ['States.ALL'], Until: 1 }],
      ResultPath: null,
    });
    expect(found(definition)).toEqual([
      'SCHEMA_VALIDATION_FAILED /States/map/ResultPath',
      'SCHEMA_VALIDATION_FAILED /States/map/Retry[0]/Until',
      'SCHEMA_VALIDATION_FAILED /States/map/ItemProcessor/States/item/Catch[0]/ResultPath',
    ]);
  });

  test('refuses in EXPRESS what the service does', () => {
    const job = task({ Resource: 'arn:aws:states:::batch:submitJob.sync' });
    expect(found(mapOf(job), 'EXPRESS')).toEqual([
      'SCHEMA_VALIDATION_FAILED /States/map/ItemProcessor/States/item/Resource',
    ]);
    expect(found(mapOf(task(), {}, true), 'EXPRESS')).toEqual(['SCHEMA_VALIDATION_FAILED /States/map']);
    expect(found(mapOf(job))).toEqual([]);
    const config = { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } as const;
    const definition = machine({
      map: { Type: 'Map', ItemProcessor: { ProcessorConfig: config, StartAt: 'job', States: { job } }, End: true },
    });
    expect(found(definition)).toEqual(['SCHEMA_VALIDATION_FAILED /States/map/ItemProcessor/States/job/Resource']);
  });

  test('tells of one definition for each type of machine', () => {
    const definition = machine({ a: task({ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' }) });
    expect([check(definition).length, check(definition, 'EXPRESS').length, check(definition).length]).toEqual([
      0, 1, 0,
    ]);
  });

  test('finds expressions that are none, wherever they stand', () => {
    const definition = machine({
      choice: { Type: 'Choice', Choices: [{ Condition: '{% 1 + %}', Next: 'map' }], Default: 'map' },
      map: {
        Type: 'Map',
        ItemSelector: { a: ['{% ok( %}'] },
        ItemProcessor: { StartAt: 'in', States: { in: task({ Arguments: { x: '{% name %}' } }) } },
        Next: 'end',
      },
      end: { Type: 'Pass', Output: '{% $eval("1") %}', Assign: { a: '{% $$.b %}' }, End: true },
    });
    expect(found(definition).sort()).toEqual([
      'INVALID_JSONATA_EXPRESSION /States/choice/Choices[0]/Condition',
      'INVALID_JSONATA_EXPRESSION /States/map/ItemSelector/a[0]',
      'UNSUPPORTED_JSONATA_EXPRESSION /States/end/Assign/a',
      'UNSUPPORTED_JSONATA_EXPRESSION /States/end/Output',
      'UNSUPPORTED_JSONATA_EXPRESSION /States/map/ItemProcessor/States/in/Arguments/x',
    ]);
  });

  test('refuses what the service’s version of JSONata does not know', () => {
    for (const expression of ['{% $states.input ?? 1 %}', '{% $states.input ?: 1 %}']) {
      const definition = machine({ a: { Type: 'Pass', Output: expression, End: true } });
      expect(found(definition)).toEqual(['INVALID_JSONATA_EXPRESSION /States/a/Output']);
    }
  });

  test('allows names inside steps and predicates', () => {
    const output = "{% $states.input.list[price > 1].(name & '-') ~> $map(function($v) { $v }) %}";
    expect(found(machine({ a: { Type: 'Pass', Output: output, End: true } }))).toEqual([]);
  });

  test('says of a definition of any shape what is wrong', () => {
    const definitions: unknown[] = [
      null,
      'text',
      [],
      {},
      { StartAt: 'a' },
      { StartAt: 'a', States: { a: null } },
      { StartAt: 'a', States: { a: { Type: 'Choice', Choices: [null] }, b: { Type: 'Map', ItemProcessor: 1 } } },
      { StartAt: 'a', States: { a: { Type: 'Parallel', Branches: [{ States: { b: 1 } }], End: true } } },
    ];
    for (const definition of definitions) expect(check(definition as StateMachine)).not.toEqual([]);
  });

  test('finds states that are not there, and types that are none', () => {
    const definition = machine({
      a: task({ Next: 'x', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'y' }] }),
      b: { Type: 'Guess' },
    } as unknown as States);
    expect(found({ ...definition, StartAt: 'z' })).toEqual(
      expect.arrayContaining([
        'MISSING_TRANSITION_TARGET /StartAt',
        'MISSING_TRANSITION_TARGET /States/a/Next',
        'MISSING_TRANSITION_TARGET /States/a/Catch[0]/Next',
        'SCHEMA_VALIDATION_FAILED /States/b/Type',
      ]),
    );
  });

  test('answers every definition with problems or with none', () => {
    const wrong = [null, -1, 'x', '', [], {}, true, '{% ( %}', '$.a', 'States.Format(', [null], { a: null }];
    const position = fc.tuple(fc.nat(), fc.constantFrom(...wrong));
    fc.assert(
      fc.property(fc.constantFrom(...WHOLE), fc.array(position, { minLength: 1, maxLength: 3 }), (whole, changes) => {
        const definition = structuredClone<StateMachine>(whole);
        for (const [at, value] of changes) {
          const places = placesIn(definition);
          const [fields, name] = places[at % places.length] ?? [{}, ''];
          fields[name] = structuredClone<unknown>(value);
        }
        for (const { location, message } of check(definition)) {
          expect(location).toMatch(/^\//);
          expect(message).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('refuses a definition over 1 MiB, which is a quota', async () => {
    const definition = machine({ a: { Type: 'Succeed', Comment: 'x'.repeat(1_048_576) } });
    expect(found(definition)).toEqual(['DEFINITION_TOO_LARGE /']);
    const use = ports(() => null);
    await expect(run(definition, {}, use)).rejects.toBeInstanceOf(DefinitionError);
    expect(await run(definition, {}, use, { quotas: 'off' })).toEqual({ status: 'SUCCEEDED', output: {} });
  });

  test('run throws all of it before anything happens', async () => {
    const definition = mapOf(task({ Credentials: {} }), { ItemReader: {} }, true);
    const refused = run(
      definition,
      [],
      ports(() => Promise.reject(new Error('a task ran'))),
    );
    await expect(refused).rejects.toBeInstanceOf(DefinitionError);
    await expect(refused).rejects.toThrow(/Credentials[\s\S]*ItemReader/);
  });
});

import { describe, expect, test } from '@jest/globals';
import type { StateMachine } from '@flowmap/asl/language';
import { check, DefinitionError, run } from '../src/index.js';
import { machine, mapOf, task } from './machines.js';
import { ports } from './ports.js';

const found = (definition: StateMachine): string[] =>
  check(definition).map(({ code, state, field }) => `${code} ${state ?? '-'} ${field ?? '-'}`);

describe('check', () => {
  test('accepts what the engine runs', () => {
    expect(found(mapOf(task(), { Label: 'x', ToleratedFailureCount: 1 }, true))).toEqual([]);
  });

  test.each([
    ['ItemReader', { Resource: 'arn:aws:states:::s3:getObject' }],
    ['ItemBatcher', { MaxItemsPerBatch: 2 }],
    ['ResultWriter', { WriterConfig: { OutputType: 'JSON' } }],
    ['ResultPath', null],
  ])('refuses %s of a Map by name', (field, value) => {
    expect(found(mapOf(task(), { [field]: value }, true))).toEqual([`NOT_IMPLEMENTED map ${field}`]);
  });

  test('refuses JSONPath, activities, callbacks and credentials by name', () => {
    expect(found({ StartAt: 'a', States: { a: { Type: 'Succeed' } } })).toEqual(['NOT_IMPLEMENTED a QueryLanguage']);
    const definition = machine({
      a: task({ Resource: 'arn:aws:states:us-east-1:123456789012:activity:x', Next: 'b' }),
      b: task({ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', Next: 'c' }),
      c: task({ Credentials: { RoleArn: 'r' } }),
    });
    expect(found(definition)).toEqual([
      'NOT_IMPLEMENTED a Resource',
      'NOT_IMPLEMENTED b Resource',
      'NOT_IMPLEMENTED c Credentials',
    ]);
  });

  test('refuses fields inside of fields by name', () => {
    const definition = mapOf(task({ Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.e', Next: 'item' }] }), {
      Retry: [{ ErrorEquals: ['States.ALL'], Until: 1 }],
    });
    expect(found(definition)).toEqual([
      'NOT_IMPLEMENTED map Retry[0]/Until',
      'NOT_IMPLEMENTED item Catch[0]/ResultPath',
    ]);
  });

  test('refuses in EXPRESS what the service does', () => {
    const job = task({ Resource: 'arn:aws:states:::batch:submitJob.sync' });
    expect(check(mapOf(job), 'EXPRESS')).toMatchObject([{ state: 'item', field: 'Resource' }]);
    expect(check(mapOf(task(), {}, true), 'EXPRESS')).toMatchObject([{ state: 'map' }]);
    expect(check(mapOf(job))).toEqual([]);
    const processor = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } } as const;
    const definition = machine({
      map: { Type: 'Map', ItemProcessor: { ...processor, StartAt: 'job', States: { job } }, End: true },
    });
    expect(found(definition)).toEqual(['SCHEMA_VALIDATION_FAILED job Resource']);
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
      'INVALID_JSONATA_EXPRESSION choice Choices[0]/Condition',
      'INVALID_JSONATA_EXPRESSION map ItemSelector/a[0]',
      'UNSUPPORTED_JSONATA_EXPRESSION end Assign/a',
      'UNSUPPORTED_JSONATA_EXPRESSION end Output',
      'UNSUPPORTED_JSONATA_EXPRESSION in Arguments/x',
    ]);
  });

  test('refuses what the service’s version of JSONata does not know', () => {
    for (const expression of ['{% $states.input ?? 1 %}', '{% $states.input ?: 1 %}']) {
      const definition = machine({ a: { Type: 'Pass', Output: expression, End: true } });
      expect(found(definition)).toEqual(['INVALID_JSONATA_EXPRESSION a Output']);
    }
  });

  test('allows names inside steps and predicates', () => {
    const output = "{% $states.input.list[price > 1].(name & '-') ~> $map(function($v) { $v }) %}";
    expect(found(machine({ a: { Type: 'Pass', Output: output, End: true } }))).toEqual([]);
  });

  test('finds states that are not there, and types that are none', () => {
    const definition = machine({
      a: task({ Next: 'x', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'y' }] }),
      b: { Type: 'Guess' } as unknown as { Type: 'Succeed' },
    });
    expect(found({ ...definition, StartAt: 'z' })).toEqual([
      'MISSING_TRANSITION_TARGET a Next',
      'MISSING_TRANSITION_TARGET a Catch[0]/Next',
      'SCHEMA_VALIDATION_FAILED b Type',
      'MISSING_TRANSITION_TARGET - StartAt',
    ]);
  });

  test('says what is missing', () => {
    const incomplete = [{ Type: 'Task' }, { Type: 'Choice' }, { Type: 'Parallel' }, { Type: 'Map' }];
    const states = Object.fromEntries(incomplete.map((state, i) => [`s${i}`, { ...state, End: true }]));
    expect(
      found(machine(states as unknown as StateMachine['States'])).filter((line) => line.startsWith('SCHEMA')),
    ).toEqual([
      'SCHEMA_VALIDATION_FAILED s0 Resource',
      'SCHEMA_VALIDATION_FAILED s1 Choices',
      'SCHEMA_VALIDATION_FAILED s2 Branches',
      'SCHEMA_VALIDATION_FAILED s3 ItemProcessor',
    ]);
    expect(found({ QueryLanguage: 'JSONata', StartAt: 'a' } as unknown as StateMachine)).toEqual([
      'SCHEMA_VALIDATION_FAILED - -',
    ]);
  });

  test('run throws all of it before anything happens', async () => {
    const definition = mapOf(task({ Credentials: {} }), { ItemReader: {} }, true);
    const refused = run(
      definition,
      [],
      ports(() => Promise.reject(new Error('a task ran'))),
    );
    await expect(refused).rejects.toBeInstanceOf(DefinitionError);
    await expect(refused).rejects.toThrow(/ItemReader[\s\S]*Credentials/);
  });
});

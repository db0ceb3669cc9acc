import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { RuntimeError } from '../../src/expression/template.js';
import { compileDynamic, compileItemsPath, compilePathField } from '../../src/jsonpath/field.js';
import { compilePayload } from '../../src/jsonpath/payload.js';
import { scopeOf } from './scope.js';

const CONTEXT = { Execution: { Id: 'arn' } };

function fill(template: Json, data: Json): Json {
  const faults: string[] = [];
  const compiled = compilePayload(template, 'Parameters', (fault, place) => faults.push(`${place}: ${fault}`));
  expect(faults).toEqual([]);
  return compiled.evaluate(scopeOf(data, CONTEXT, { name: 'v' })) as Json;
}

describe('a payload template', () => {
  test('gives the values of paths and functions under the names without their ending', () => {
    const template = {
      'a.$': '$.x',
      'id.$': '$$.Execution.Id',
      'name.$': '$name',
      'text.$': `States.Format('{}!', $.x[0])`,
      constant: '$.x',
      list: ['$.x', { 'inner.$': '$.x[1]' }, [{ 'deep.$': '$' }], null],
      nested: { 'null.$': '$.none' },
    };
    expect(fill(template, { x: [1, 2], none: null })).toEqual({
      a: [1, 2],
      id: 'arn',
      name: 'v',
      text: '1!',
      constant: '$.x',
      list: ['$.x', { inner: 2 }, [{ deep: { x: [1, 2], none: null } }], null],
      nested: { null: null },
    });
  });

  test('is one constant where nothing in it is dynamic', () => {
    const template = { a: ['$.x', { b: 'States.UUID()' }] };
    expect(compilePayload(template, 'Parameters', () => undefined).constant).toBe(template);
  });

  test('keeps the order of its fields, and a name that is no prototype', () => {
    const filled = fill(JSON.parse('{"__proto__.$": "$.x", "b": 1, "a.$": "$.x"}') as Json, { x: { y: 1 } });
    expect(JSON.stringify(filled)).toBe('{"__proto__":{"y":1},"b":1,"a":{"y":1}}');
    expect(Object.getPrototypeOf(filled)).toBe(Object.prototype);
  });

  test('gives null past the end of a list, as measured', () => {
    expect(fill({ 'a.$': '$.x[5]' }, { x: [1] })).toEqual({ a: null });
  });

  test.each([
    ['$.nope', `The JSONPath '$.nope' specified for the field 'a.$' could not be found in the input '{"x":[1]}'`],
    [
      '$$.nope',
      `The JSONPath '$$.nope' specified for the field 'a.$' could not be found in the input '{"Execution":{"Id":"arn"}}'`,
    ],
    ['$.x[5].y', `The JSONPath '$.x[5].y' specified for the field 'a.$' could not be found in the input '{"x":[1]}'`],
    ['$.x[0][0]', 'Filter: [0] can only be applied to arrays. Current context is: 1'],
  ])('fails on %s', (path, message) => {
    expect(() => fill({ deep: { 'a.$': path } }, { x: [1] })).toThrow(new RuntimeError(message));
  });

  test('reports what is neither a path nor a function', () => {
    const faults: string[] = [];
    const template = { 'a.$': 1, b: [{ 'c.$': 'x' }, { 'd.$': 'States.Nope()' }] };
    compilePayload(template, 'Parameters', (fault, place) => faults.push(`${place}: ${fault}`));
    expect(faults).toEqual([
      `Parameters/a.$: The value of 'a.$' must be a path or an intrinsic function; it is no string`,
      `Parameters/b[0]/c.$: The value of 'c.$' must be a path or an intrinsic function; it does not begin with $, $$ or $ and the name of a variable`,
      `Parameters/b[1]/d.$: The value of 'd.$' must be a path or an intrinsic function; it calls States.Nope, which does not exist`,
    ]);
  });
});

describe('a field with a path', () => {
  const evaluate = (template: ReturnType<typeof compilePathField>, data: Json): unknown => {
    if (typeof template === 'string') throw new Error(template);
    return template.evaluate(scopeOf(data));
  };

  test('says by its text which path is not valid', () => {
    expect(evaluate(compilePathField('$.a'), { a: 1 })).toBe(1);
    expect(() => evaluate(compilePathField('$.a.b'), {})).toThrow(
      new RuntimeError(`Invalid path '$.a.b' : Missing property in path $['a']`),
    );
    expect(compilePathField('a')).toBe('does not begin with $, $$ or $ and the name of a variable');
  });

  test('says of items where it stops', () => {
    expect(() => evaluate(compileItemsPath('$.a.items'), { a: {} })).toThrow(
      'Unable to apply step "items" to input {"a":{}}',
    );
  });

  test('says by its name which text is not there', () => {
    expect(evaluate(compileDynamic(`States.Format('{}', $.a)`, 'CausePath'), { a: 1 })).toBe('1');
    expect(() => evaluate(compileDynamic('$.a', 'CausePath'), {})).toThrow(
      `The JSONPath '$.a' specified for the field 'CausePath' could not be found in the input '{}'`,
    );
  });
});

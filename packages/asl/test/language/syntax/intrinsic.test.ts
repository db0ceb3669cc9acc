import { describe, expect, test } from '@jest/globals';
import { givesString, intrinsicFault } from '../../../src/language/syntax/intrinsic.js';

describe('intrinsicFault', () => {
  test.each([
    'States.UUID()',
    'States.Array()',
    `States.Array('Foo', 2020, $.someJson, null, true, -1.5e3)`,
    `States.Format('Welcome to {} {}\\'s, \\\\ ()', $.first, $$.Execution.Name)`,
    'States.MathRandom(1, 10)',
    'States.MathRandom(1, 10, $.seed)',
    `States.JsonMerge($.a['x, y'], $b, false)`,
    `States.StringSplit('a\nb', '\n')`,
    `States.ArrayGetItem(States.StringSplit($$.StateMachine.Name, '-'), States.MathAdd(States.ArrayLength($.a), -1))`,
    'States.ArrayContains($.list[?(@.a == 1)], 5)',
    "States.Hash( $.text , 'SHA-256' )",
  ])('takes %s', (call) => expect(intrinsicFault(call)).toBeUndefined());

  test.each([
    [' States.UUID()', 'is no call of an intrinsic function'],
    ['States.UUID', 'is no call of an intrinsic function'],
    ['States.UUID ()', 'is no call of an intrinsic function'],
    ['States.Xyz($.a)', 'calls States.Xyz, which does not exist'],
    ['States.uuid()', 'calls States.uuid, which does not exist'],
    ['States.UUID($.a)', 'calls States.UUID with 1 arguments'],
    ['States.Hash($.a)', 'calls States.Hash with 1 arguments'],
    ['States.MathAdd(1, 2, 3)', 'calls States.MathAdd with 3 arguments'],
    ['States.UUID() ', 'goes on after its closing parenthesis'],
    ['States.JsonToString($', 'has no comma or closing parenthesis at character 22'],
    ['States.Array(1 2)', 'has no comma or closing parenthesis at character 16'],
    ['States.Array(1,)', 'has an argument at character 16 that cannot be read'],
    ['States.Array("a")', 'has an argument at character 14 that cannot be read'],
    ['States.Array(a)', 'has an argument at character 14 that cannot be read'],
    ['States.Array(States.Nope())', 'calls States.Nope, which does not exist'],
  ])('refuses %s', (call, fault) => expect(intrinsicFault(call)).toBe(fault));

  test('takes ten calls within each other and no more', () => {
    const nested = (depth: number): string => 'States.Array('.repeat(depth) + ')'.repeat(depth);
    expect(intrinsicFault(nested(10))).toBeUndefined();
    expect(intrinsicFault(nested(11))).toBe('nests more than 10 calls');
  });
});

describe('givesString', () => {
  test('goes by the outermost call', () => {
    expect(givesString(`States.Format('{}', States.MathAdd(1, 2))`)).toBe(true);
    expect(givesString('States.StringToJson(States.Format($.a))')).toBe(false);
    expect(givesString('$.a')).toBe(false);
  });
});

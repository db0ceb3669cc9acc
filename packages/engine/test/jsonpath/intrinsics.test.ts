import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import fc from 'fast-check';
import { RuntimeError } from '../../src/expression/template.js';
import { compileIntrinsic } from '../../src/jsonpath/intrinsics/intrinsic.js';
import { scopeOf } from './scope.js';

function call(text: string, data: Json = {}): Json {
  const intrinsic = compileIntrinsic(text);
  if (typeof intrinsic === 'string') throw new Error(intrinsic);
  return intrinsic.evaluate(scopeOf(data, { Execution: { Name: 'run' } }, { v: [1, 2] }));
}

describe('lists', () => {
  test.each<[string, Json, Json]>([
    ['States.Array()', {}, []],
    [`States.Array('a', $.x, null, -1.5, true)`, { x: { y: 1 } }, ['a', { y: 1 }, null, -1.5, true]],
    ['States.ArrayPartition($.x, 4)', { x: [1, 2, 3, 4, 5] }, [[1, 2, 3, 4], [5]]],
    ['States.ArrayPartition($.x, 2.9)', { x: [1, 2, 3] }, [[1, 2], [3]]],
    ['States.ArrayPartition($.x, 3)', { x: [] }, []],
    ['States.ArrayContains($.x, 2)', { x: [1, 2] }, true],
    ['States.ArrayContains($.x, $.y)', { x: [{ a: 1, b: 2 }], y: { a: 1, b: 2 } }, true],
    ['States.ArrayContains($.x, $.y)', { x: [{ a: 1, b: 2 }], y: { b: 2, a: 1 } }, false],
    ['States.ArrayContains($.x, true)', { x: ['true'] }, true],
    ['States.ArrayContains($.x, false)', { x: [0] }, false],
    ['States.ArrayContains($.x, null)', { x: [[1], 2] }, false],
    ['States.ArrayRange(1, 9, 2)', {}, [1, 3, 5, 7, 9]],
    ['States.ArrayRange(5, 1, -2)', {}, [5, 3, 1]],
    ['States.ArrayRange(5.4, -0.6, -2.4)', {}, [5, 3, 1]],
    ['States.ArrayRange(5, 1, 1)', {}, []],
    ['States.ArrayGetItem($.x, 1)', { x: ['a', null] }, null],
    ['States.ArrayGetItem($.x, 1.7)', { x: ['a', 'b'] }, 'b'],
    ['States.ArrayGetItem($.x, 9)', { x: [] }, null],
    ['States.ArrayLength($v)', {}, 2],
    ['States.ArrayContains($.x, $.y)', { x: ['9007199254740991'], y: 9_007_199_254_740_991 }, true],
    ['States.ArrayUnique($.x)', { x: [1, 2, 3, 3, 3, 4] }, [1, 2, 3, 4]],
    ['States.ArrayUnique($.x)', { x: ['a', 'b', 'a', 'c', 'b'] }, ['a', 'b', 'c']],
    ['States.ArrayUnique($.x)', { x: [true, false, true] }, [false, true]],
    [
      'States.ArrayUnique($.x)',
      {
        x: [
          [1, 2],
          [1, 2],
          [2, 1],
        ],
      },
      [
        [2, 1],
        [1, 2],
      ],
    ],
    ['States.ArrayUnique($.x)', { x: [null, null, 1, null] }, [null, 1]],
    ['States.ArrayUnique($.x)', { x: [1, '1', 1, '01'] }, [1, '1', '01']],
    [
      'States.ArrayUnique($.x)',
      {
        x: [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      },
      [{ a: 1, b: 2 }],
    ],
  ])('%s of %j', (text, data, result) => expect(call(text, data)).toEqual(result));

  test('a range has at most 1,000 elements', () => {
    expect(call('States.ArrayRange(1, 1000, 1)')).toHaveLength(1000);
    expect(() => call('States.ArrayRange(1, 1001, 1)')).toThrow('Invalid arguments in States.ArrayRange');
  });
});

test('what is unique is there once, by law', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.constant(null)),
      ),
      (list) => {
        const unique = call('States.ArrayUnique($.x)', { x: list }) as readonly Json[];
        expect(new Set(unique).size).toBe(unique.length);
        expect(new Set(unique)).toEqual(new Set(list));
      },
    ),
  );
});

describe('texts', () => {
  test.each<[string, Json, Json]>([
    [`States.Format('no placeholders')`, {}, 'no placeholders'],
    [`States.Format('{}, {} and {}', $.a, 2, null)`, { a: true }, 'true, 2 and null'],
    [
      `States.Format('{}', $.a)`,
      { a: { Arg1: 1, Arg2: [], b: ['x', null, 1.5] } },
      '{Arg1=1, Arg2=[], b=[x, null, 1.5]}',
    ],
    [`States.Format($.template, 1)`, { template: 'n={}' }, 'n=1'],
    [`States.Format('\\{{}\\} it\\'s \\\\', 1)`, {}, `{1} it's \\`],
    [`States.Format('{}', '{}')`, {}, '{}'],
    [`States.Format('{} {} {} {}', 0.5, 1.5e-4, 12345678.5, 12345678)`, {}, '0.5 1.5E-4 1.23456785E7 12345678'],
    [`States.Base64Encode('Dàta')`, {}, 'RMOgdGE='],
    [`States.Base64Decode('RMOgdGE=')`, {}, 'Dàta'],
    [`States.Base64Decode(' YWJj ')`, {}, 'abc'],
    [`States.Hash('hello', 'MD5')`, {}, '5d41402abc4b2a76b9719d911017c592'],
    [`States.Hash('hello', 'SHA-1')`, {}, 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d'],
    [`States.StringSplit('1+2,3.4', '.+,')`, {}, ['1', '2', '3', '4']],
    [`States.StringSplit(',,a,,b,', ',')`, {}, ['a', 'b']],
    [`States.StringSplit('abc', '')`, {}, ['abc']],
    [`States.StringSplit('', ',')`, {}, []],
    [`States.StringSplit('a😀b', '😀')`, {}, ['a', 'b']],
  ])('%s of %j', (text, data, result) => expect(call(text, data)).toEqual(result));

  test.each([`States.Format('{', 1)`, `States.Format('}')`, `States.Format('{{}}', 1)`])('%s has no pairs', (text) => {
    expect(() => call(text)).toThrow(
      `The function '${text}' had the following error: Invalid template in States.Format: matching '}' not found for '{'.`,
    );
  });

  test('are limited to 10,000 characters where they are encoded', () => {
    const text = 'a'.repeat(10_000);
    expect(call('States.Base64Encode($.x)', { x: text })).toHaveLength(13_336);
    for (const name of ['Base64Encode($.x)', 'Base64Decode($.x)', `Hash($.x, 'MD5')`]) {
      expect(() => call(`States.${name}`, { x: `${text}a` })).toThrow('is longer than 10000 characters');
    }
  });
});

describe('numbers', () => {
  test.each<[string, number]>([
    ['States.MathAdd(1.49, 1.5)', 3],
    ['States.MathAdd(-1.5, 0)', -1],
    ['States.MathAdd(-1.51, 0)', -2],
    ['States.MathAdd(-0.5, 0)', 0],
    ['States.MathAdd(2147483646, 1)', 2_147_483_647],
  ])('%s', (text, result) => expect(call(text)).toBe(result));

  test('stay 32-bit integers', () => {
    expect(() => call('States.MathAdd(2147483647, 1)')).toThrow('Invalid arguments in States.MathAdd');
    expect(() => call('States.MathAdd(3000000000, -3000000000)')).toThrow('Invalid arguments in States.MathAdd');
  });

  test('beyond what a range can count are refused', () => {
    expect(() => call('States.ArrayRange(1e300, 1e300, 1)')).toThrow('argument 1 is no 32-bit integer');
    expect(() => call('States.MathRandom(0, 3000000000)')).toThrow('argument 2 is no 32-bit integer');
  });

  test('are drawn by the port, or by a seed', () => {
    expect(call('States.MathRandom(10, 20)')).toBe(15);
    expect(() => call('States.MathRandom(1.4, 1.6)')).toThrow('Invalid arguments in States.MathRandom');
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -999, max: 999 }),
        fc.integer({ min: 1, max: 99 }),
        (seed, from, width) => {
          const text = `States.MathRandom(${from}, ${from + width}, ${seed})`;
          const drawn = call(text) as number;
          expect(drawn).toBe(call(text));
          expect(drawn >= from && drawn < from + width && Number.isInteger(drawn)).toBe(true);
        },
      ),
    );
  });
});

describe('JSON', () => {
  test.each<[string, Json, Json]>([
    ['States.StringToJson($.x)', { x: '' }, null],
    ['States.StringToJson($.x)', { x: ' \n' }, null],
    ['States.StringToJson($.x)', { x: '-0' }, 0],
    ['States.StringToJson($.x)', { x: ' {"a":[1]} ' }, { a: [1] }],
    ['States.JsonToString($.x)', { x: { a: [1, ' '] } }, '{"a":[1," "]}'],
    ['States.JsonMerge($.x, $.y, false)', { x: { a: { b: 1 }, c: 1 }, y: { a: { d: 1 } } }, { a: { d: 1 }, c: 1 }],
  ])('%s of %j', (text, data, result) => expect(call(text, data)).toStrictEqual(result));

  test('comes back from its text, by law', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const back = call('States.StringToJson(States.JsonToString($.x))', { x: value as Json });
        expect(back).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('is told from the text of an id', () => expect(call('States.UUID()')).toBe('id-1'));
});

describe('a call that fails', () => {
  test.each([
    [`States.MathAdd('1', 2)`, 'Invalid arguments in States.MathAdd: argument 1 must be a number'],
    ['States.ArrayLength($)', 'Invalid arguments in States.ArrayLength: argument 1 must be an array'],
    ['States.StringToJson($)', 'Invalid arguments in States.StringToJson: argument 1 must be a string'],
    ['States.ArrayGetItem($v, 2)', 'Invalid arguments in States.ArrayGetItem: there is no element 2 in an array of 2'],
    [
      'States.ArrayGetItem($v, -1)',
      'Invalid arguments in States.ArrayGetItem: there is no element -1 in an array of 2',
    ],
    [
      'States.ArrayPartition($v, 0.6)',
      'Invalid arguments in States.ArrayPartition: the size of a chunk must be at least 1',
    ],
    ['States.ArrayRange(1, 2, 0.49)', 'Invalid arguments in States.ArrayRange: the increment must not be 0'],
    [
      `States.Format('{} {}', 1)`,
      'Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.',
    ],
    [
      'States.JsonMerge($, $, true)',
      'Invalid arguments in States.JsonMerge: only the shallow merge is supported: argument 3 must be false',
    ],
    [
      `States.Hash('a', 'sha-256')`,
      'Invalid arguments in States.Hash: the algorithm is none of MD5, SHA-1, SHA-256, SHA-384, SHA-512',
    ],
    [
      'States.ArrayLength($.nope)',
      `The JsonPath argument for the field '$.nope' could not be found in the input '{"other":1}'`,
    ],
    [
      'States.ArrayLength($$.Nope.Deep)',
      `The JsonPath argument for the field '$.Nope.Deep' could not be found in the input '{"other":1}'`,
    ],
    [
      `States.Format('{}', $v[5])`,
      `The JsonPath argument for the field '$v[5]' could not be found in the input '{"other":1}'`,
    ],
    [`States.Format('{}', $.other[0])`, 'Filter: [0] can only be applied to arrays. Current context is: 1'],
    [
      `States.Format('{}', States.MathAdd($.nope, 1))`,
      `The JsonPath argument for the field '$.nope' could not be found in the input '{"other":1}'`,
    ],
  ])('%s names itself', (text, fault) => {
    expect(() => call(text, { other: 1 })).toThrow(RuntimeError);
    expect(() => call(text, { other: 1 })).toThrow(`The function '${text}' had the following error: ${fault}`);
  });

  test('says of bad JSON what the parser says', () => {
    expect(() => call('States.StringToJson($.x)', { x: '{bad' })).toThrow('Invalid arguments in States.StringToJson: ');
  });
});

test('a text that is no call is not compiled', () => {
  expect(compileIntrinsic('States.Nope()')).toBe('calls States.Nope, which does not exist');
});

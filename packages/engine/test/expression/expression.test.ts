import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import { run } from '../../src/index.js';
import { machine } from '../machines.js';
import { ports } from '../ports.js';

/** The value of an expression as the Output of a state, or the name of its error. */
async function valueOf(expression: string, input: Json = {}, use = ports(() => null)): Promise<unknown> {
  const definition = machine({ a: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } });
  const outcome = await run(definition, input, use, { name: 'run-1' });
  return outcome.status === 'SUCCEEDED'
    ? outcome.output
    : `${outcome.error}: ${outcome.cause?.replace(/^.*field 'Output' /, '')}`;
}

describe('functions of the service', () => {
  test.each([
    ['$partition([1..5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([1..3], 2.9)', [[1, 2], [3]]],
    ['$range(0, 6, 2)', [0, 2, 4, 6]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(4, 4, 1)', 4],
    ["$hash('a', 'SHA-256')", 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ["$hash('a', 'MD5')", '0cc175b9c0f1b6a831c399e269772661'],
    ['$parse(\'{"a":[1]}\').a', [1]],
    ['$random()', 0.5],
    ['$random(7) = $random(7)', true],
    ['$random(7) = $random(8)', false],
    ['$uuid()', 'id-1'],
    ['$millis()', 0],
    ['$now()', '1970-01-01T00:00:00.000Z'],
    ['$states.context.Execution.Name', 'run-1'],
    ['$states.context.State.EnteredTime', '1970-01-01T00:00:00.000Z'],
  ] as const)('%s', async (expression, expected) => expect(await valueOf(expression)).toEqual(expected));

  test('shuffle draws from the port', async () => {
    expect(await valueOf('$shuffle([1..4])', {}, { ...ports(() => null), random: () => 0 })).toEqual([2, 3, 4, 1]);
  });
});

describe('failures', () => {
  test.each([
    ['$states.input.a', 'returned nothing (undefined).'],
    ['$unknown(1)', 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    ["$error('mine')", 'threw an error during evaluation. D3137: mine'],
    ["$parse('{')", /threw an error during evaluation\. "parse": /],
    ["$hash('a', 'SHA-3')", /threw an error during evaluation\. "hash" takes /],
    ['$range(1, 1000000, 1)', /too long/],
    ['function($x) { $x }', 'returned an unsupported result type.'],
    ["{'a': [function($x) { $x }]}", 'returned an unsupported result type.'],
    ['/regex/', 'returned an unsupported result type.'],
    ['$string', 'returned an unsupported result type.'],
    ['1/0', /threw an error during evaluation\. D1001|unsupported/],
    ['($f := function($x) { 1 + $f($x) }; $f(1))', /D1011/],
    ['($f := function($x) { $f($x) }; $f(1))', /D1012/],
  ] as const)('%s', async (expression, expected) => {
    const value = await valueOf(expression);
    expect(value).toMatch(/^States\.QueryEvaluationError: /);
    if (typeof expected === 'string') expect(value).toBe(`States.QueryEvaluationError: ${expected}`);
    else expect(value).toMatch(expected);
  });

  test('calls may be nested to a depth of 100', async () => {
    const sum = (depth: number): string => `($f := function($x) { $x = 1 ? 1 : 1 + $f($x - 1) }; $f(${depth}))`;
    expect(await valueOf(sum(100))).toBe(100);
    expect(await valueOf(sum(101))).toMatch(/D1011/);
  });
});

describe('values', () => {
  test.each([
    ['$map([1, 2], function($v) { [$v] })', {}, [[1], [2]]],
    [
      "$states.input.list[kind = 'a'].n",
      {
        list: [
          { kind: 'a', n: 1 },
          { kind: 'b', n: 2 },
          { kind: 'a', n: 3 },
        ],
      },
      [1, 3],
    ],
    ['[$states.input.list.n]', { list: [{ n: 1 }] }, [1]],
    ["{'a': $states.input.missing, 'b': null}", {}, { b: null }],
    ['$states.input.`a b`', { 'a b': 1 }, 1],
  ] as const)('%s is plain JSON', async (expression, input, expected) => {
    const value = await valueOf(expression, input);
    expect(value).toStrictEqual(expected);
    if (Array.isArray(value)) expect(Object.getOwnPropertyNames(value)).toEqual([...Object.keys(value), 'length']);
  });

  test('only a string that is an expression from end to end is one', async () => {
    const output = { a: 'a {% 1 %} b', b: '{%1%}', c: '%', d: '{%\n1 +\n1\n%}', __proto__x: '{% 2 %}' };
    const definition = machine({ a: { Type: 'Pass', Output: output, End: true } });
    expect(
      await run(
        definition,
        {},
        ports(() => null),
      ),
    ).toEqual({
      status: 'SUCCEEDED',
      output: { a: 'a {% 1 %} b', b: 1, c: '%', d: 2, __proto__x: 2 },
    });
  });

  test('variables are seen from the next state on, and an iteration cannot change those outside', async () => {
    const definition = machine({
      one: {
        Type: 'Pass',
        Assign: { v: 1, w: '{% [$exists($v), $states.input] %}' },
        Output: '{% $exists($v) %}',
        Next: 'map',
      },
      map: {
        Type: 'Map',
        Items: '{% [$v, 2] %}',
        ItemProcessor: {
          StartAt: 'in',
          States: {
            in: { Type: 'Pass', Assign: { x: '{% $v + $states.input %}' }, Next: 'out' },
            out: { Type: 'Pass', Output: '{% $x %}', End: true },
          },
        },
        Output: '{% {"result": $states.result, "input": $states.input, "w": $w, "x": $exists($x)} %}',
        End: true,
      },
    });
    expect(
      await run(
        definition,
        'in',
        ports(() => null),
      ),
    ).toEqual({
      status: 'SUCCEEDED',
      output: { result: [2, 3], input: false, w: [false, 'in'], x: false },
    });
  });
});

import { describe, expect, test } from '@jest/globals';
import type { Json } from '@flowmap/asl/language';
import fc from 'fast-check';
import jsonata from 'jsonata';
import { direct } from '../../src/expression/direct/direct.js';
import { LIBRARY } from '../../src/expression/direct/syntax.js';
import { plain } from '../../src/expression/plain.js';
import { type Scope, statesOf } from '../../src/expression/scope.js';
import { ports } from '../ports.js';

const NAMES = ['a', 'b', 'c d', 'constructor', 'length', '0'];
const scalar = fc.oneof(
  fc.integer({ min: -3, max: 5 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('', 'x', '10', 'true'),
);
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 4 }),
  ),
}));

const quoted = (name: string): string => `\`${name}\``;
const path = fc
  .tuple(
    fc.constantFrom('$states.input', '$states.result', '$states.errorOutput', '$states.context', '$v', '$w', '$string'),
    fc.array(fc.constantFrom(...NAMES).map(quoted), { maxLength: 3 }),
  )
  .map(([root, names]) => [root, ...names].join('.'));
const literal = fc.oneof(
  fc.integer({ min: -3, max: 5 }).map(String),
  fc.constantFrom("''", "'x'", 'true', 'false', 'null', '0.1', '1e15', '[]', '{}'),
);
const { source } = fc.letrec<{ source: string }>((tie) => ({
  source: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    path,
    literal,
    fc
      .tuple(
        tie('source'),
        fc.constantFrom('+', '-', '*', '/', '%', '&', '=', '!=', '<', '<=', '>', '>=', 'and', 'or'),
        tie('source'),
      )
      .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    fc
      .tuple(fc.constantFrom('exists', 'string', 'not', 'ceil', 'floor', 'sum', 'min', 'max', 'count'), tie('source'))
      .map(([name, argument]) => `$${name}(${argument})`),
    fc
      .tuple(tie('source'), tie('source'), tie('source'))
      .map(([test, then, other]) => `(${test}) ? (${then}) : (${other})`),
    fc.array(tie('source'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.tuple(tie('source'), tie('source')).map(([from, to]) => `[${from}..${to}]`),
    fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c'), tie('source')), { maxLength: 3 })
      .map((pairs) => `{${pairs.map(([key, item]) => `'${key}': ${item}`).join(', ')}}`),
  ),
}));

async function throughLibrary(text: string, scope: Scope): Promise<unknown> {
  try {
    const found: unknown = await jsonata(text).evaluate(undefined, { ...scope.variables, states: statesOf(scope) });
    return found === undefined ? undefined : plain(found);
  } catch (error) {
    return { error };
  }
}

describe('expressions without the library', () => {
  test('have the value that the library gives, wherever they have one', async () => {
    let computed = 0;
    await fc.assert(
      fc.asyncProperty(source, value, value, value, value, async (text, input, result, context, variable) => {
        const way = direct(jsonata(text).ast());
        if (way === undefined) return;
        const scope: Scope = {
          root: null,
          input,
          result,
          errorOutput: undefined,
          variables: { v: variable },
          ports: ports(() => null),
          context: () => context,
        };
        const found = way(scope);
        if (found === LIBRARY) return;
        computed += 1;
        expect(found === undefined ? undefined : plain(found)).toEqual(await throughLibrary(text, scope));
      }),
      { numRuns: 1500, seed: 20250101 },
    );
    expect(computed).toBeGreaterThan(400);
  });

  test.each([
    ['$states.input.a', { a: [1] }, [1]],
    ['$states.input.a', { a: [] }, []],
    ['$states.input', [[1]], [[1]]],
    ['[0..$ceil($states.input.n/100)-1]', { n: 250 }, [0, 1, 2]],
    ['[0..$states.input.n-1]', { n: 0 }, []],
    ["$exists($states.input.n) ? [0..$states.input.n-1] : $error('no n')", { n: 1 }, [0]],
    ['$min([$states.input.n, 3 * 100])', { n: 250 }, 250],
    ["$states.input.i & '.' & 3", { i: '1' }, '1.3'],
    ['0.1 + 0.2 & 1e21', {}, '0.31e+21'],
  ] as const)('%s', async (text, input, expected) => {
    const scope: Scope = {
      root: null,
      input,
      result: undefined,
      errorOutput: undefined,
      variables: {},
      ports: ports(() => null),
      context: () => null,
    };
    expect(direct(jsonata(text).ast())?.(scope)).toEqual(expected);
    expect(await throughLibrary(text, scope)).toEqual(expected);
  });

  test('a variable hides a function', () => {
    const scope: Scope = {
      root: null,
      input: 1,
      result: undefined,
      errorOutput: undefined,
      variables: { string: 'mine' },
      ports: ports(() => null),
      context: () => null,
    };
    expect(direct(jsonata('$string($states.input)').ast())?.(scope)).toBe(LIBRARY);
  });
});

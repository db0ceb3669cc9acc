import { describe, test } from '@jest/globals';
import jsonataParser from 'jsonata';
import { jsonataExpressions } from '../../../src/language/rules/jsonata-expressions.js';
import { expectProblems, expectValid, jsonata, task } from './harness.js';

const options = { parseExpression: (source: string) => jsonataParser(source).ast() };
const args = (Arguments: unknown) => jsonata({ A: task({ Arguments }) });
const unsupported = (name: string) =>
  `/States/A/Arguments: The expression reads ${name}, which is not supported (UNSUPPORTED_JSONATA_EXPRESSION)`;

describe('jsonataExpressions', () => {
  test.each([
    '$states.input.items[price > 10].name',
    '$map($list, function($v, $i) { $v.x + $i })',
    '$list.{ "n": name, "p": $.price }',
    '$list[$ > 1]',
    '$list^(>price).name',
    '$list{ type: $sum(price) }',
    '($x := 1; $x + 1)',
    '$states.input ~> | items | { "a": b } |',
    '$sort($list, function($a, $b) { $a.n > $b.n })',
    '$exists($x) ? $x.y : [1..$n]',
    '$states.input.a.b.%.c',
    '$list@$l#$i.{ "v": $l, "i": $i }',
  ])('takes %s', (source) => expectValid(jsonataExpressions, args(`{% ${source} %}`), options));

  test.each([
    ['x + 1', `'x' of an input document`],
    ['x.y', `'x' of an input document`],
    ['$map($list, function($v) { $v + offset })', `'offset' of an input document`],
    ['$f := function() { x }', `'x' of an input document`],
    ['{ "a": x }', `'x' of an input document`],
    ['$list[0] ? x : 1', `'x' of an input document`],
    ['$sum(*)', `'*' of an input document`],
    ['$$.x', '$$'],
    ['$list[$$.x]', '$$'],
    [`$eval('1')`, '$eval'],
  ])('refuses %s', (source, name) => {
    expectProblems(jsonataExpressions, args(`{% ${source} %}`), [unsupported(name)], options);
  });

  test('warns of a lone $', () => {
    expectProblems(jsonataExpressions, args('{% $ %}'), [`warning ${unsupported('$')}`], options);
  });

  test('refuses what cannot be parsed', () => {
    const message = 'The expression cannot be parsed: Expected ")" before end of expression';
    expectProblems(
      jsonataExpressions,
      args({ a: ['{% $sum(1 %}'] }),
      [`/States/A/Arguments/a[0]: ${message} (INVALID_JSONATA_EXPRESSION)`],
      options,
    );
  });

  test('parses nothing without a parser, and looks for no names without a tree', () => {
    expectValid(jsonataExpressions, args('{% $sum(1 %}'));
    expectValid(jsonataExpressions, args('{% x %}'), { parseExpression: () => undefined });
  });
});

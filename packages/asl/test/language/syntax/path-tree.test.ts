import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseIntrinsic } from '../../../src/language/syntax/intrinsic.js';
import { parsePath } from '../../../src/language/syntax/json-path.js';

const names = (...list: string[]) => ({ kind: 'names', names: list });
const indexes = (...list: number[]) => ({ kind: 'indexes', indexes: list });

describe('parsePath', () => {
  test.each([
    ['$', '$', []],
    ['$$.Map.Item', '$$', [names('Map'), names('Item')]],
    ['$größe.a', { variable: 'größe' }, [names('a')]],
    [`$.a['b c']["d"]`, '$', [names('a'), names('b c'), names('d')]],
    [`$.['a','b']`, '$', [names('a', 'b')]],
    ['$.a[0][-1][0, 2]', '$', [names('a'), indexes(0), indexes(-1), indexes(0, 2)]],
    ['$.*[*]', '$', [{ kind: 'all' }, { kind: 'all' }]],
    ['$..a', '$', [{ kind: 'descend' }, names('a')]],
    ['$..[0]', '$', [{ kind: 'descend' }, indexes(0)]],
    ['$[1:]', '$', [{ kind: 'slice', from: 1 }]],
    ['$[:-1]', '$', [{ kind: 'slice', to: -1 }]],
    ['$[1:5:2]', '$', [{ kind: 'slice', from: 1, to: 5, step: 2 }]],
    ['$.a.length()', '$', [names('a'), { ...names('length()'), looksCalled: true }]],
  ])('%s', (path, root, segments) => expect(parsePath(path)).toEqual({ root, segments }));

  test('keeps a backslash that hides neither its quote nor a backslash', () => {
    expect(parsePath(`$['Test\\""Name"']`)).toEqual({ root: '$', segments: [names(`Test\\""Name"`)] });
    expect(parsePath(`$['it\\'s a \\\\']`)).toEqual({ root: '$', segments: [names(`it's a \\`)] });
  });
});

describe('a filter', () => {
  const condition = (text: string): unknown => {
    const parsed = parsePath(`$[?(${text})]`);
    if (typeof parsed === 'string') return parsed;
    const [segment] = parsed.segments;
    return segment?.kind === 'filter' ? segment.condition : undefined;
  };
  const at = (...list: string[]) => ({ kind: 'path', path: list.map((name) => names(name)) });
  const value = (given: unknown) => ({ kind: 'value', value: given });
  const compare = (operator: string, left: unknown, right: unknown) => ({ kind: 'compare', operator, left, right });

  test('compares what is below an element with a value', () => {
    expect(condition('@.a == 1')).toEqual(compare('==', at('a'), value(1)));
    expect(condition(`@.a.b!='x)y'`)).toEqual(compare('!=', at('a', 'b'), value('x)y')));
    expect(condition('-1.5e2 <= @')).toEqual(compare('<=', value(-150), at()));
    expect(condition('@.a==null')).toEqual(compare('==', at('a'), value(null)));
  });

  test('asks whether something is there', () => {
    expect(condition('@.a')).toEqual({ kind: 'exists', path: [names('a')] });
    expect(condition('!@.a')).toEqual({ kind: 'not', condition: { kind: 'exists', path: [names('a')] } });
  });

  test('binds And more tightly than Or', () => {
    const exists = (name: string) => ({ kind: 'exists', path: [names(name)] });
    expect(condition('@.a && @.b || @.c')).toEqual({
      kind: 'or',
      conditions: [{ kind: 'and', conditions: [exists('a'), exists('b')] }, exists('c')],
    });
    expect(condition('@.a && (@.b || @.c)')).toEqual({
      kind: 'and',
      conditions: [exists('a'), { kind: 'or', conditions: [exists('b'), exists('c')] }],
    });
  });

  test.each([
    '',
    '1',
    '@.a ==',
    '@.a = 1',
    '@.a =~ /x/',
    "@.a in ['x']",
    '@.a == $.b',
    '@.a &&',
    '(@.a',
    '@.size() > 1',
  ])('is not %j', (text) => expect(condition(text)).toBe('cannot be read from character 2 on'));
});

describe('parseIntrinsic', () => {
  test('gives the tree of a call', () => {
    expect(parseIntrinsic(`States.Format('{} \\'{}\\' \\\\', $.a, States.MathAdd(1.5, $$.b))`)).toEqual({
      kind: 'call',
      name: 'Format',
      arguments: [
        { kind: 'value', value: `{} '{}' \\`, escaped: `{} \\'{}\\' \\\\` },
        { kind: 'path', text: '$.a', path: { root: '$', segments: [names('a')] } },
        {
          kind: 'call',
          name: 'MathAdd',
          arguments: [
            { kind: 'value', value: 1.5 },
            { kind: 'path', text: '$$.b', path: { root: '$$', segments: [names('b')] } },
          ],
        },
      ],
    });
  });

  test('takes a backslash before reserved characters alone', () => {
    expect(parseIntrinsic(`States.StringToJson('"\\"')`)).toBe('has an argument at character 21 that cannot be read');
    expect(parseIntrinsic(`States.Array('a\nb')`)).toMatchObject({ arguments: [{ value: 'a\nb' }] });
  });
});

describe('any text', () => {
  const piece = (pieces: readonly string[]) => fc.array(fc.constantFrom(...pieces), { maxLength: 12 });

  test('is read as a path or told apart, with a filter in it too', () => {
    const pieces = piece([
      ...Array.from(`$.[]'"ab01*:?(@),- =!<>&|e`),
      '[?(@.a',
      '==',
      '1)]',
      '..',
      `['a']`,
      '01',
      '-0',
    ]);
    fc.assert(
      fc.property(pieces, (texts) => {
        expect(['string', 'object']).toContain(typeof parsePath(`$${texts.join('')}`));
        expect(['string', 'object']).toContain(typeof parsePath(`$[?(@.a ${texts.join('')})]`));
      }),
    );
  });

  test('is read as a call or told apart', () => {
    const pieces = piece(['States.Array(', ')', ',', ' ', '01', '-1e999', 'null', `'`, '\\', '{}', '$', '.a', '[0]']);
    fc.assert(
      fc.property(pieces, (texts) => {
        expect(['string', 'object']).toContain(typeof parseIntrinsic(`States.Array(${texts.join('')}`));
      }),
    );
  });

  test('may have numbers that JSON has not', () => {
    expect(parseIntrinsic('States.Array(01, -1e999)')).toMatchObject({
      arguments: [{ value: 1 }, { value: -Number.MAX_VALUE }],
    });
  });
});

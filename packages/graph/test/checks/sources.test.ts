import { describe, expect, it } from '@jest/globals';
import type { FlowGraph, ItemSource, SourceText } from '@flowmap/graph';
import { publicationsOf, indexGraph, checkGraph } from '@flowmap/graph';
import { foreach, found, graph, item, of, step } from './graphs.js';

const params: FlowGraph['params'] = {
  day: { type: 'string' },
  mode: { type: 'enum', values: ['a'] },
  rows: { type: 'integer' },
  any: { type: 'json' },
};

function over(source: ItemSource): readonly string[] {
  return found(graph([step('plan'), foreach('each', source, [step('each/do')])], { params }));
}

function withKey(key: SourceText): readonly string[] {
  return over({ source: 's3.jsonl', bucket: 'raw', key });
}

describe('the source of a foreach', () => {
  it.each<ItemSource>([
    { source: 's3.list', bucket: 'raw', prefix: '' },
    { source: 's3.json', bucket: 'raw', key: 'a.json', pointer: '/a/b', maxItems: 100_000_000 },
    { source: 's3.jsonl', bucket: 'raw', key: 'a.jsonl' },
    { source: 's3.csv', bucket: 'raw', key: 'a.csv', columns: { year: 'integer?' } },
    { source: 's3.parquet', bucket: 'raw', key: 'a.parquet', kmsKey: 'arn:aws:kms:eu-central-1:123456789012:key/k' },
    { source: 's3.inventory', bucket: 'raw', key: 'inventory/manifest.json' },
  ])('may be $source', (source) => {
    expect(over(source)).toEqual([]);
  });

  it('names a bucket and a key', () => {
    expect(over({ source: 's3.jsonl', bucket: '', key: '' })).toEqual([
      'FLOW1022 each: the source of each names no bucket',
      'FLOW1022 each: the source of each names no key',
    ]);
  });

  it.each([0, 1.5, 100_000_001])('cannot have a maxItems of %p', (maxItems) => {
    expect(over({ source: 's3.list', bucket: 'raw', prefix: '', maxItems })).toEqual([
      `FLOW1022 each: the source of each has a maxItems of ${maxItems}`,
    ]);
  });

  it.each(['rows', '', `/${'a'.repeat(2_000)}`])('cannot have the pointer %p', (pointer) => {
    expect(over({ source: 's3.json', bucket: 'raw', key: 'a', pointer })).toEqual([
      `FLOW1022 each: the source of each has the pointer ${JSON.stringify(pointer)}`,
    ]);
  });

  it('says what its columns hold, and names them as its header does', () => {
    const file = { source: 's3.csv', bucket: 'raw', key: 'a' } as const;
    expect(over({ ...file, columns: {} })).toEqual(['FLOW1022 each: the source of each has no columns']);
    expect(over({ ...file, columns: { day: 'date' as 'string' } })).toEqual([
      'FLOW1022 each: the source of each has the column day of type "date"',
    ]);
    expect(over({ ...file, columns: { day: 'string' }, header: ['Day'] })).toEqual([
      'FLOW1022 each: the source of each has the column day, which its header does not name',
    ]);
  });
});

describe('a setting of a source', () => {
  it.each<SourceText>(['a', { param: 'day', path: [] }, { param: 'mode', path: [] }, of('plan', 'key')])(
    'may be %j',
    (key) => {
      expect(withKey(key)).toEqual([]);
    },
  );

  it.each<[SourceText, string]>([
    [{ param: 'rows', path: [] }, 'parameter rows (integer), not a string'],
    [{ param: 'any', path: ['key'] }, 'a part of parameter any (json), not a string'],
  ])('cannot be %j', (key, words) => {
    expect(withKey(key)).toEqual([`FLOW1021 each: key of the source of each is ${words}`]);
  });

  it('cannot be an item, the results of a foreach or the output of a choose', () => {
    const inner = foreach('out/each', { source: 's3.list', bucket: 'raw', prefix: item('out') }, [step('out/each/do')]);
    const results = foreach('more', { source: 's3.list', bucket: 'raw', prefix: of('out') }, [step('more/do')]);
    expect(found(graph([step('plan'), foreach('out', of('plan'), [inner]), results]))).toEqual([
      'FLOW1021 more: prefix of the source of more is the results of out',
      'FLOW1021 out/each: prefix of the source of out/each is a part of the item of out, which no state knows',
    ]);
  });

  it('must be seen from the foreach', () => {
    expect(withKey(of('nowhere'))).toEqual([
      'FLOW1004 each: each: key of the source is the output of nowhere, which there is not',
    ]);
  });

  it('is a fact that a step publishes, or that the machine reads from its input', () => {
    const made = graph(
      [
        step('plan'),
        foreach('each', { source: 's3.jsonl', bucket: { param: 'day', path: [] }, key: of('plan', 'key') }, [
          step('each/do'),
        ]),
      ],
      { params },
    );
    expect(checkGraph(made)).toEqual([]);
    const { by, sources } = publicationsOf(indexGraph(made));
    expect(by.get('plan')).toEqual([{ fact: 'each.key', kind: 'value', path: ['key'] }]);
    expect(sources.get('each.bucket')).toEqual({ kind: 'param', param: 'day' });
    expect(sources.get('each')).toEqual({ kind: 'settled' });
  });
});

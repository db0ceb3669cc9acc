import { describe, expect, it } from '@jest/globals';
import { flow, param, s3, type Source } from '@flowmap/flow';

function over(items: Source<unknown>): ReturnType<typeof flow> {
  return flow({ name: 'sources' }, ({ foreach }) => {
    foreach('each', { items }, (item, s) => s.step('do', { in: { item } }, () => 1));
  });
}

describe('a source', () => {
  it('is in the graph, its handles as references', () => {
    const built = flow({ name: 'sources', params: { day: param.string() } }, ({ step, foreach, input }) => {
      const plan = step('plan', () => ({ key: 'flights.csv' }));
      foreach('files', { items: s3.list({ bucket: 'raw', prefix: input.day }) }, (file, s) =>
        s.step('load', { in: { key: file.key } }, () => 1),
      );
      foreach(
        'rows',
        { items: s3.csv({ bucket: 'raw', key: plan.out.key, columns: { year: 'integer' }, delimiter: 'pipe' }) },
        (row, s) => s.step('load', { in: { row } }, () => 1),
      );
    });
    expect(built.diagnostics).toEqual([]);
    const [, files, rows] = JSON.parse(JSON.stringify(built.graph.body.nodes)) as readonly {
      readonly items: unknown;
    }[];
    expect(files?.items).toEqual({ source: 's3.list', bucket: 'raw', prefix: { param: 'day', path: [] } });
    expect(rows?.items).toEqual({
      source: 's3.csv',
      bucket: 'raw',
      key: { node: 'plan', path: ['key'] },
      columns: { year: 'integer' },
      delimiter: 'pipe',
    });
  });

  it('lists everything where no prefix is said', () => {
    expect(over(s3.list({ bucket: 'raw' })).graph.body.nodes[0]).toMatchObject({ items: { prefix: '' } });
  });

  it('refuses options that it does not have', () => {
    const misspelt = { bucket: 'raw', prefx: 'a' } as { bucket: string };
    expect(over(s3.list(misspelt)).diagnostics).toMatchObject([
      { code: 'FLOW1108', at: 'each', message: 'each has an unknown option prefx' },
    ]);
  });

  it('refuses settings that are neither strings nor handles', () => {
    expect(over(s3.jsonl({ bucket: 'raw', key: 3 as unknown as string })).diagnostics).toMatchObject([
      { code: 'FLOW1113', at: 'each', message: 'key of the source of each is neither a string nor a handle of one' },
    ]);
  });
});

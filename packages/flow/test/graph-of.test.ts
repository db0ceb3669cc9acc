import { describe, expect, it } from '@jest/globals';
import type { Ref, TaskContext } from '@flowmap/flow';
import { flow, isFlow, param, referenceOf } from '@flowmap/flow';
import { bodiesOf, indexGraph } from '@flowmap/graph';

const strategy = { kind: 'acme/shards', apiVersion: 1 as const, options: { size: 3 }, lower: () => undefined };

describe('parameters', () => {
  const built = flow(
    {
      name: 'params',
      params: {
        day: param.string({ description: 'The day' }),
        alpha: param.number({ default: 0.1 }),
        rows: param.integer(),
        dry: param.boolean({ default: false }),
        mode: param.enum(['fast', 'slow'], { default: 'fast' }),
        shards: param.json<string[]>({ default: ['a'] }),
      },
    },
    ({ foreach, choose, step, input }) => {
      foreach('perShard', { items: input.shards }, (shard, s) =>
        s.step('one', { in: { shard, mode: s.input.mode } }, ({ in: { shard } }) => shard),
      );
      choose('how', input.mode, { fast: (s) => s.step('do', () => 1), slow: (s) => s.step('do', () => 2) });
      step('part', { in: { first: input.shards } }, () => 1);
    },
  );

  it('are specs in the graph', () => {
    expect(built.diagnostics).toEqual([]);
    expect(built.graph.params).toEqual({
      day: { type: 'string', description: 'The day' },
      alpha: { type: 'number', default: 0.1 },
      rows: { type: 'integer' },
      dry: { type: 'boolean', default: false },
      mode: { type: 'enum', values: ['fast', 'slow'], default: 'fast' },
      shards: { type: 'json', default: ['a'] },
    });
  });

  it('are handles in the builder, in every scope', () => {
    const { nodes } = indexGraph(built.graph);
    expect(nodes.get('perShard')?.node).toMatchObject({ items: { param: 'shards', path: [] } });
    expect(nodes.get('perShard/one')?.node).toMatchObject({ in: { mode: { param: 'mode', path: [] } } });
    expect(nodes.get('how')?.node).toMatchObject({ by: { param: 'mode', path: [] } });
  });

  it('leave no result when the builder returns nothing', () => {
    expect('result' in built.graph.body).toBe(false);
  });
});

describe('the settings of a step', () => {
  const built = flow(
    {
      name: 'settings',
      description: 'All of them',
      timeout: '1d',
      defaults: { retry: { attempts: 2, backoff: 3 }, timeout: '5m', resources: { memoryMb: 512, cpu: 1 } },
    },
    ({ step }) => {
      const first = step('first', () => 1);
      step(
        'second',
        { after: [first], timeout: 1.2, retry: { attempts: 5 }, resources: { on: 'batch', memoryMb: 1024 } },
        () => 2,
      );
    },
  );

  it('are those of the flow where the step says nothing', () => {
    expect(built.graph.body.nodes[0]).toEqual({
      kind: 'step',
      id: 'first',
      in: {},
      retry: { attempts: 2, backoff: 3 },
      timeoutSeconds: 300,
      resources: { memoryMb: 512, cpu: 1 },
    });
  });

  it('win one by one where it says something', () => {
    expect(built.graph.body.nodes[1]).toEqual({
      kind: 'step',
      id: 'second',
      after: ['first'],
      in: {},
      retry: { attempts: 5, backoff: 3 },
      timeoutSeconds: 2,
      resources: { on: 'batch', memoryMb: 1024, cpu: 1 },
    });
  });

  it('are the same for the whole flow', () => {
    expect(built.graph).toMatchObject({ description: 'All of them', timeoutSeconds: 86_400 });
  });
});

describe('a foreach', () => {
  const built = flow({ name: 'each' }, ({ step, foreach }) => {
    const list = step('list', () => [[1, 2], [3]]);
    const first = foreach('outer', { items: list.out, concurrency: 4, strategy }, (row, s) =>
      s.foreach('inner', { items: row, tolerate: { count: 1 } }, (x, { step: inside }) =>
        inside('double', { in: { x, all: list.out } }, ({ in: { x } }) => x * 2),
      ),
    );
    return foreach('again', { items: first.out, after: [list] }, (done, s) =>
      s.step('look', { in: { done } }, () => 1),
    );
  });

  it('nests, sees what is around it, and runs over the results of another', () => {
    expect(built.diagnostics).toEqual([]);
    const { nodes } = indexGraph(built.graph);
    expect([...nodes.keys()]).toEqual(['list', 'outer', 'outer/inner', 'outer/inner/double', 'again', 'again/look']);
    expect(nodes.get('outer/inner')?.node).toMatchObject({
      items: { item: 'outer', path: [] },
      tolerate: { count: 1 },
    });
    expect(nodes.get('outer/inner/double')?.node).toMatchObject({
      in: { x: { item: 'outer/inner', path: [] }, all: { node: 'list', path: [] } },
    });
    expect(nodes.get('again')?.node).toMatchObject({ items: { node: 'outer', path: [] }, after: ['list'] });
  });

  it('keeps its strategy alive beside the graph, and as JSON in it', () => {
    expect(built.strategies.get('outer')).toBe(strategy);
    expect(indexGraph(built.graph).nodes.get('outer')?.node).toMatchObject({
      concurrency: 4,
      strategy: { kind: 'acme/shards', apiVersion: 1, options: { size: 3 } },
    });
    expect(JSON.parse(JSON.stringify(built.graph))).toEqual(built.graph);
  });
});

describe('a choose', () => {
  const built = flow({ name: 'pick' }, ({ step, choose }) => {
    const kind = step('kind', (): { readonly is: string } => ({ is: 'text/csv' }));
    return choose(
      'by',
      { by: kind.out.is, after: [kind] },
      {
        'text/csv': (s) => s.step('parse', { in: { kind: kind.out } }, () => 1),
        '2024': (s) => s.step('parse', () => 2),
        otherwise: (s) => s.step('parse', () => 'three'),
      },
    );
  });

  it('has a scope for each case, whose key is a part of the ids as far as names allow', () => {
    expect(built.diagnostics).toEqual([]);
    const node = built.graph.body.nodes[1];
    if (node?.kind !== 'choose') throw new Error('no choose');
    expect(node).toMatchObject({ by: { node: 'kind', path: ['is'] }, after: ['kind'] });
    expect(Object.keys(node.cases)).toEqual(['2024', 'text/csv']);
    expect(bodiesOf(node).map(({ result }) => result)).toEqual([
      { node: 'by/case_2024/parse', path: [] },
      { node: 'by/text_csv/parse', path: [] },
      { node: 'by/otherwise/parse', path: [] },
    ]);
    expect(built.graph.body.result).toEqual({ node: 'by', path: [] });
  });
});

describe('a catch', () => {
  it('gives the step a handler, which has an id and code of its own, and stands for the step', () => {
    const built = flow({ name: 'caught' }, ({ step, foreach }) => {
      const list = step('list', () => [1]).catch('noList', ({ error, attempt }) => [error.message.length, attempt]);
      foreach('each', { items: list.out }, (x, s) =>
        s.step('try', { in: { x } }, ({ in: { x } }) => x).catch('failed', ({ in: { x } }) => -x),
      );
    });
    expect(built.diagnostics).toEqual([]);
    const { nodes, handlers } = indexGraph(built.graph);
    expect([...handlers.keys()]).toEqual(['noList', 'each/failed']);
    expect([...built.functions.keys()]).toEqual(['list', 'noList', 'each/try', 'each/failed']);
    expect(nodes.get('each')?.node).toMatchObject({ items: { node: 'list', path: [] } });
  });
});

describe('what a flow exports', () => {
  const context = {
    in: {},
    params: { who: 'Ada' },
    env: {},
    address: 'hello/r/greet',
    attempt: 1,
    signal: new AbortController().signal,
    log: () => undefined,
  } satisfies TaskContext<object, object>;

  it('runs by the id of the step', async () => {
    const built = flow({ name: 'hello', params: { who: param.string() } }, ({ step }) =>
      step('greet', async ({ params }) => `Hello, ${params.who}`),
    );
    await expect(built.functions.get('greet')?.(context)).resolves.toBe('Hello, Ada');
  });

  it('is known by its brand', () => {
    expect(isFlow(JSON.parse(JSON.stringify(flow({ name: 'x' }, ({ step }) => step('a', () => 1)))))).toBe(true);
    for (const other of [null, undefined, 'flowmap/flow@1', {}, { brand: 'flowmap/flow@2' }]) {
      expect(isFlow(other)).toBe(false);
    }
  });

  it('shares handles with another copy of this package', () => {
    const foreign = Object.assign(() => undefined, {
      [Symbol.for('@flowmap/reference')]: { node: 'load', path: ['x'] },
    });
    expect(referenceOf(foreign)).toEqual({ node: 'load', path: ['x'] });
    const built = flow({ name: 'copy' }, ({ step }) => {
      step('load', () => ({ x: 1 }));
      step('use', { in: { x: foreign as unknown as Ref<number> } }, () => 1);
    });
    expect(built.graph.body.nodes[1]).toMatchObject({ in: { x: { node: 'load', path: ['x'] } } });
  });
});

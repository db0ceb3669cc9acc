import { describe, expect, it } from '@jest/globals';
import type { FlowGraph, ForeachNode, ParamReference, Resources, Retry, StrategySpec, Tolerance } from '@flowmap/graph';
import { InvalidFlowError, checkGraph, readGraph } from '@flowmap/graph';
import { choose, foreach, found, graph, item, of, step } from './graphs.js';

describe('a graph that is right', () => {
  it('has no findings', () => {
    const right = graph(
      [
        step('list', { retry: { attempts: 3, delaySeconds: 1, backoff: 1, maxDelaySeconds: 2, on: ['Busy'] } }),
        step('next', { in: { list: of('list', 'x') }, after: ['list'], timeoutSeconds: 1, catch: { id: 'failed' } }),
        foreach('each', of('list'), [
          foreach('each/inner', item('each'), [
            step('each/inner/do', {
              in: { a: item('each'), b: item('each/inner'), c: of('next'), d: of('each/side') },
            }),
          ]),
          step('each/side'),
        ]),
        foreach('again', of('each'), [step('again/do')]),
        choose(
          'pick',
          { param: 'mode', path: [] },
          { 'any key': { nodes: [step('pick/any_key/do')], result: of('list') } },
        ),
      ],
      { params: { mode: { type: 'enum', values: ['any key'], default: 'any key' } }, timeoutSeconds: 60 },
    );
    expect(found(right)).toEqual([]);
    expect(readGraph(right)).toBe(right);
  });
});

describe('names', () => {
  it.each(['', '1st', 'a b', 'a/b', 'a.b', 'ä', '_a', `a${'b'.repeat(64)}`])('%p is none', (name) => {
    expect(found(graph([step(name)], { name }))).toEqual([
      `FLOW1002 -: The flow cannot be named ${JSON.stringify(name)}`,
      `FLOW1002 ${name || '-'}: A node cannot be named ${JSON.stringify(name)}`,
    ]);
  });

  it.each(['a', 'A-b_c', 'a1', `a${'b'.repeat(63)}`])('%p is one', (name) => {
    expect(found(graph([step(name)], { name }))).toEqual([]);
  });

  it('of handlers and parameters are checked too', () => {
    const params = { 'the-day': { type: 'string' } } as const;
    expect(found(graph([step('a', { catch: { id: 'a!' } })], { params }))).toEqual([
      'FLOW1002 -: A parameter cannot be named "the-day"',
      'FLOW1002 a!: A node cannot be named "a!"',
    ]);
  });

  it('begin with the node around', () => {
    expect(found(graph([step('a'), foreach('each', of('a'), [step('do')])]))).toEqual([
      'FLOW1002 do: do is inside of each, but its id does not begin with that',
    ]);
    expect(found(graph([step('a'), foreach('each', of('a'), [step('each/b/do')])]))).toEqual([
      'FLOW1002 each/b/do: A node cannot be named "each/b/do"',
    ]);
  });

  it('are there once, handlers included', () => {
    expect(found(graph([step('a'), step('b', { catch: { id: 'a' } }), step('b')]))).toEqual([
      'FLOW1003 a: a is defined twice',
      'FLOW1003 b: b is defined twice',
    ]);
  });
});

describe('references', () => {
  it('mean something that there is', () => {
    const nodes = [
      step('a', { in: { x: of('nobody'), y: { param: 'year', path: [] }, z: item('each') }, after: ['nothing'] }),
      foreach('each', of('lost'), [step('each/do')]),
      choose('pick', of('gone'), { k: { nodes: [step('pick/k/do')], result: of('never') } }),
    ];
    expect(found(graph(nodes, { params: { day: { type: 'string' } } }))).toEqual([
      'FLOW1004 a: a: input x is the output of nobody, which there is not',
      'FLOW1007 a: a: input y is parameter year, which there is not',
      'FLOW1006 a: a: input z is the item of each, but is not inside of it',
      'FLOW1004 a: a is to run after nothing, which there is not',
      'FLOW1004 each: each: items is the output of lost, which there is not',
      'FLOW1004 pick: pick: by is the output of gone, which there is not',
      'FLOW1004 pick: pick: the result is the output of never, which there is not',
    ]);
    expect(checkGraph(graph(nodes))[1]?.hint).toBe('The flow has no parameters.');
  });

  it('mean something that can be seen from there', () => {
    const nodes = [
      step('list'),
      step('outside', { in: { x: of('each/do') } }),
      foreach('each', of('list'), [step('each/do', { in: { x: of('each') }, after: ['list'] })]),
      choose('pick', of('list'), {
        a: { nodes: [step('pick/a/do')] },
        b: { nodes: [step('pick/b/do', { in: { x: of('pick/a/do') } })] },
      }),
    ];
    expect(found(graph(nodes))).toEqual([
      'FLOW1005 outside: outside: input x is the output of each/do, which cannot be seen from there',
      'FLOW1005 each/do: each/do: input x is the output of each, which cannot be seen from there',
      'FLOW1005 each/do: each/do is to run after list, which is in another scope',
      'FLOW1005 pick/b/do: pick/b/do: input x is the output of pick/a/do, which cannot be seen from there',
    ]);
  });

  it('of items lead to the foreach, and not to one beside it', () => {
    const nodes = [
      step('list'),
      foreach('one', of('list'), [step('one/do')]),
      foreach('two', item('two'), [step('two/do', { in: { x: item('one') } })]),
    ];
    expect(found(graph(nodes))).toEqual([
      'FLOW1006 two: two: items is the item of two, but is not inside of it',
      'FLOW1006 two/do: two/do: input x is the item of one, but is not inside of it',
    ]);
  });
});

describe('items and keys', () => {
  const params = {
    day: { type: 'string' },
    mode: { type: 'enum', values: ['a'] },
    rows: { type: 'integer' },
    any: { type: 'json' },
  } as const;
  const param = (name: keyof typeof params, ...path: string[]) => ({ param: name, path });

  it('are what the graph can tell of them', () => {
    const use = (id: string, by: ReturnType<typeof param> | ReturnType<typeof of>) =>
      choose(id, by, { k: { nodes: [step(`${id}/k/do`)] } });
    const nodes = [
      step('list'),
      foreach('one', param('any', 'shards'), [step('one/do')]),
      foreach('two', param('day'), [step('two/do')]),
      foreach('three', of('one', 'count'), [step('three/do')]),
      use('four', param('day')),
      use('five', param('mode')),
      use('six', param('any', 'mode')),
      use('seven', param('rows')),
      use('eight', param('day', 'length')),
      use('nine', of('one')),
    ];
    expect(found(graph(nodes, { params }))).toEqual([
      'FLOW1010 two: items of two is parameter day (string), not a list',
      'FLOW1010 three: items of three is a part of the results of one, not a list',
      'FLOW1010 seven: by of seven is parameter rows (integer), not a string',
      'FLOW1010 eight: by of eight is parameter day (string), not a string',
      'FLOW1010 nine: by of nine is the results of one, not a string',
    ]);
  });
});

describe('nodes that wait for each other', () => {
  it('are told, one circle at a time, in the direction of the waiting', () => {
    const nodes = [
      step('start'),
      step('a', { in: { x: of('c'), s: of('start') } }),
      step('b', { after: ['a'] }),
      step('c', { after: ['b'] }),
      step('behind', { in: { x: of('c') } }),
      step('self', { in: { x: of('self') } }),
      foreach('each', of('start'), [
        step('each/one', { after: ['each/two'] }),
        step('each/two', { after: ['each/one'] }),
      ]),
    ];
    expect(found(graph(nodes))).toEqual([
      'FLOW1008 a: a waits for c waits for b waits for a, so none of them ever runs',
      'FLOW1008 self: self waits for itself, so it never runs',
      'FLOW1008 each/one: each/one waits for each/two waits for each/one, so none of them ever runs',
    ]);
  });

  it('are found through the inside of a foreach', () => {
    const nodes = [
      step('list', { after: ['each'] }),
      foreach('each', { param: 'any', path: [] }, [step('each/do', { in: { x: of('list') } })]),
    ];
    expect(found(graph(nodes, { params: { any: { type: 'json' } } }))).toEqual([
      'FLOW1008 list: list waits for each waits for list, so none of them ever runs',
    ]);
  });
});

describe('what is empty', () => {
  it('is told', () => {
    const nodes = [
      step('list'),
      foreach('each', of('list'), []),
      choose('pick', of('list'), {}),
      choose('case', of('list'), { k: { nodes: [] } }),
    ];
    expect(found(graph([]))).toEqual(['FLOW1009 -: The flow has no steps']);
    expect(found(graph(nodes))).toEqual([
      'FLOW1015 pick: pick has no cases',
      'FLOW1009 each: A body of each has no steps',
      'FLOW1009 case: A body of case has no steps',
    ]);
  });
});

describe('amounts', () => {
  const list = step('list');

  it.each<[Tolerance, string | undefined]>([
    [{ count: 0 }, undefined],
    [{ percentage: 100, count: 3 }, undefined],
    [{ percentage: 0.5 }, undefined],
    [{}, 'tolerate of each says nothing'],
    [{ count: -1 }, 'tolerate of each has a count of -1'],
    [{ count: 1.5 }, 'tolerate of each has a count of 1.5'],
    [{ percentage: 101 }, 'tolerate of each has a percentage of 101'],
    [{ percentage: -1 }, 'tolerate of each has a percentage of -1'],
  ])('tolerate %j', (tolerate, message) => {
    expect(found(graph([list, foreach('each', of('list'), [step('each/do')], { tolerate })]))).toEqual(
      message === undefined ? [] : [`FLOW1011 each: ${message}`],
    );
  });

  it.each([0, -1, 1.5])('a concurrency of %p', (concurrency) => {
    expect(found(graph([list, foreach('each', of('list'), [step('each/do')], { concurrency })]))).toEqual([
      `FLOW1012 each: each has a concurrency of ${concurrency}`,
    ]);
  });

  describe('that are parameters', () => {
    const params: FlowGraph['params'] = {
      many: { type: 'integer' },
      share: { type: 'number', default: 5 },
      none: { type: 'integer', default: 0 },
      huge: { type: 'number', default: 101 },
      any: { type: 'json', default: null },
      mode: { type: 'string' },
    };
    const found1 = (fields: Partial<ForeachNode>): readonly string[] =>
      found(graph([list, foreach('each', of('list'), [step('each/do')], fields)], { params }));
    const of1 = (param: string, ...path: string[]): ParamReference => ({ param, path });

    it('are fine where they are numbers', () => {
      expect(found1({ concurrency: of1('many'), tolerate: { count: of1('none'), percentage: of1('share') } })).toEqual(
        [],
      );
    });

    it.each<[Partial<ForeachNode>, string]>([
      [{ concurrency: of1('mode') }, 'FLOW1020 each: concurrency of each is parameter mode (string), not a number'],
      [{ concurrency: of1('any') }, 'FLOW1020 each: concurrency of each is parameter any (json), not a number'],
      [
        { tolerate: { count: of1('any', 'x') } },
        'FLOW1020 each: tolerate.count of each is a part of parameter any (json), not a number',
      ],
      [{ concurrency: of1('none') }, 'FLOW1012 each: concurrency of each is parameter none, whose default is 0'],
      [
        { tolerate: { percentage: of1('huge') } },
        'FLOW1011 each: tolerate.percentage of each is parameter huge, whose default is 101',
      ],
      [
        { tolerate: { percentage: of1('lost') } },
        'FLOW1007 each: each: tolerate.percentage is parameter lost, which there is not',
      ],
    ])('%j', (fields, message) => {
      expect(found1(fields)).toEqual([message]);
    });
  });

  it.each<[Retry, string]>([
    [{ attempts: 0 }, 'attempts is 0'],
    [{ attempts: 1.5 }, 'attempts is 1.5'],
    [{ attempts: 2, delaySeconds: 0 }, 'delaySeconds is 0'],
    [{ attempts: 2, delaySeconds: 0.5 }, 'delaySeconds is 0.5'],
    [{ attempts: 2, backoff: 0.9 }, 'backoff is 0.9'],
    [{ attempts: 2, maxDelaySeconds: 31_622_400 }, 'maxDelaySeconds is 31622400'],
    [{ attempts: 2, maxDelaySeconds: 1 }, 'maxDelaySeconds is 1'],
    [{ attempts: 2, delaySeconds: 5, maxDelaySeconds: 5 }, 'maxDelaySeconds is 5'],
    [{ attempts: 2, on: [] }, 'on names no error'],
    [{ attempts: 2, on: [''] }, 'on names no error'],
  ])('retry %j', (retry, problem) => {
    expect(found(graph([step('a', { retry })]))).toEqual([`FLOW1013 a: retry of a: ${problem}`]);
  });

  it.each([0, -1, 1.5, 100_000_000])('a timeout of %p', (timeoutSeconds) => {
    expect(found(graph([step('a', { timeoutSeconds })], { timeoutSeconds }))).toEqual([
      `FLOW1014 -: The flow has a timeout of ${timeoutSeconds} s`,
      `FLOW1014 a: a has a timeout of ${timeoutSeconds} s`,
    ]);
  });

  it.each<[Resources, string]>([
    [{ on: '' }, 'on names no compute'],
    [{ cpu: 0 }, 'cpu is 0'],
    [{ memoryMb: 0.5 }, 'memoryMb is 0.5'],
    [{ gpu: -1 }, 'gpu is -1'],
  ])('resources %j', (resources, problem) => {
    expect(found(graph([step('a', { resources })]))).toEqual([`FLOW1016 a: resources of a: ${problem}`]);
  });

  it('of attempts, memory and the like that are right', () => {
    const retry: Retry = { attempts: 1, delaySeconds: 1, maxDelaySeconds: 2, backoff: 1, on: ['A'] };
    const resources: Resources = { on: 'batch', cpu: 0.25, memoryMb: 128, gpu: 0, architecture: 'arm64' };
    expect(found(graph([step('a', { retry, resources, timeoutSeconds: 1 })]))).toEqual([]);
  });
});

describe('parameters', () => {
  it('have defaults that fit, and enums have values', () => {
    const params = {
      a: { type: 'enum', values: [] },
      b: { type: 'enum', values: ['x', 'x'] },
      c: { type: 'enum', values: ['x', 'y'], default: 'z' },
      d: { type: 'integer', default: 1.5 },
      e: { type: 'integer', default: 2 },
      f: { type: 'json', default: null },
    } as const;
    expect(found(graph([step('a')], { params }))).toEqual([
      'FLOW1017 -: Parameter a has no values',
      'FLOW1017 -: Parameter b has a value twice',
      'FLOW1017 -: The default of parameter c is not one of x, y',
      'FLOW1017 -: The default of parameter d is not an integer',
    ]);
  });
});

describe('strategies', () => {
  it('have a kind, and a version that there is', () => {
    const strategies = [
      { kind: '', apiVersion: 1, options: {} },
      { kind: 'acme/x', apiVersion: 2, options: {} },
    ] as unknown as StrategySpec[];
    const nodes = strategies.map((strategy, i) => foreach(`each${i}`, of('list'), [step(`each${i}/do`)], { strategy }));
    expect(found(graph([step('list'), ...nodes]))).toEqual([
      'FLOW1018 each0: The strategy of each0 has no kind',
      'FLOW1018 each1: The strategy acme/x of each1 is written for version 2 of the plugin interface',
    ]);
  });
});

describe('JSON from elsewhere', () => {
  it('of a later version is refused by name, whatever else it says', () => {
    expect(found({ schemaVersion: 2 })).toEqual([
      'FLOW1019 -: The graph has schemaVersion 2, and this flowmap reads 1',
    ]);
  });

  it('that is no graph is told where', () => {
    expect(found(null)).toEqual(['FLOW1001 -: The graph is not an object']);
    expect(
      found({
        schemaVersion: 0,
        name: 1,
        params: [],
        body: { nodes: [{ kind: 'loop' }, { kind: 'step', id: 'a' }, 1] },
      }),
    ).toEqual([
      'FLOW1001 -: /schemaVersion is not 1',
      'FLOW1001 -: /name is not a string',
      'FLOW1001 -: /params is not an object',
      'FLOW1001 -: /body/nodes/0/kind is not "step" or "foreach" or "choose"',
      'FLOW1001 a: /body/nodes/1/in is not an object',
      'FLOW1001 -: /body/nodes/2 is not an object',
    ]);
  });

  it('cannot confuse it with names of built-in properties', () => {
    const json: unknown = JSON.parse(
      '{"schemaVersion":1,"name":"a","params":{},"body":{"nodes":[{"kind":"constructor"},{"kind":"step","id":"x","in":{"p":{"param":"__proto__","path":[]}}}]}}',
    );
    expect(found(json)).toEqual(['FLOW1001 -: /body/nodes/0/kind is not "step" or "foreach" or "choose"']);
    expect(found(graph([step('x', { in: { p: { param: 'toString', path: [] } } })]))).toEqual([
      'FLOW1007 x: x: input p is parameter toString, which there is not',
    ]);
  });

  it('is read or thrown with every finding', () => {
    expect(() => readGraph(graph([step('1'), step('2')]))).toThrow(InvalidFlowError);
    expect(() => readGraph(graph([step('1'), step('2')]))).toThrow(
      expect.objectContaining({ code: 'INVALID_FLOW', diagnostics: [expect.anything(), expect.anything()] }),
    );
  });
});

describe('many findings', () => {
  it('take no longer than the graph is large', () => {
    const nodes = Array.from({ length: 2000 }, (_, i) => step(`n${i}`, { after: [`n${(i + 1) % 2000}`] }));
    expect(found(graph(nodes))).toHaveLength(1);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Ref } from '@flowmap/flow';
import { flow, param } from '@flowmap/flow';
import type { Loose } from './support/findings.js';
import { findings, lineHere } from './support/findings.js';

/** What types refuse, but a program in JavaScript or one that was not type-checked can do. */
const wrong = (value: unknown): never => value as never;

describe('mistakes of an author', () => {
  it('are all told at once, each with its place', () => {
    const first = lineHere(2);
    const built = flow({ name: 'many faults' }, ({ step, foreach }) => {
      const load = step('load', { timeout: wrong('soon'), retry: { attempts: 0 } }, () => ({ rows: [1] }));
      step('load', () => 1);
      foreach('each', { items: load.out.rows, tolerate: {} }, (row, s) => {
        step('outside', () => 1);
        return s.step('2nd', { in: { row } }, () => 1);
      });
    });
    expect(findings(built)).toEqual([
      'FLOW1106 load: timeout of load is no duration',
      'FLOW1101 outside: outside is defined with the scope of the flow, inside the body of each',
      'FLOW1002 -: The flow cannot be named "many faults"',
      'FLOW1002 each/2nd: A node cannot be named "each/2nd"',
      'FLOW1003 load: load is defined twice',
      'FLOW1011 each: tolerate of each says nothing',
      'FLOW1013 load: retry of load: attempts is 0',
    ]);
    expect(built.diagnostics.every(({ severity, hint }) => severity === 'error' && hint !== undefined)).toBe(true);
    expect(built.diagnostics[0]?.place).toContain(`${first}:`);
    expect(built.diagnostics[1]?.place).toContain(`${lineHere(-15)}:`);
  });

  it('in what is no handle', () => {
    const built = flow({ name: 'handles' }, ({ step, foreach, choose }) => {
      const load = step('load', () => [1]);
      step('use', { in: { load: wrong(load), five: wrong(5) }, after: wrong(['load']) }, () => 1);
      step('list', { in: wrong('load'), after: wrong(load) }, () => 1);
      foreach('each', { items: wrong([1, 2]) }, (x, s) => s.step('one', () => 1));
      choose('pick', wrong('a'), wrong({ a: (s: Loose) => s.step('one', () => 1), otherwise: 7 }));
    });
    expect(findings(built)).toEqual([
      'FLOW1102 use: after of use holds something that is no node',
      'FLOW1102 use: Input load of use is a node, not its output',
      'FLOW1102 use: Input five of use is no handle',
      'FLOW1102 list: after of list is no list',
      'FLOW1102 list: in of list is no object',
      'FLOW1102 each: items of each is no handle',
      'FLOW1107 pick: Case otherwise of pick is no function',
      'FLOW1102 pick: by of pick is no handle',
    ]);
    expect(built.diagnostics[1]?.hint).toBe('Write .out behind load.');
  });

  it('in functions that define: asynchronous, without a result, missing', async () => {
    const built = flow({ name: 'bodies' }, ({ step, foreach }) => {
      const { out } = step('list', () => [1]);
      foreach(
        'later',
        { items: out },
        wrong(async (_x: unknown, s: Loose) => {
          await Promise.resolve();
          return s.step('late', () => 1);
        }),
      );
      foreach(
        'nothing',
        { items: out },
        wrong((_x: unknown, s: Loose) => void s.step('one', () => 1)),
      );
      foreach(
        'handle',
        { items: out },
        wrong((_x: unknown, s: Loose) => s.step('one', () => 1).out),
      );
      foreach('missing', { items: out }, wrong(undefined));
      step('lazy', wrong({}), wrong(undefined));
      step(
        wrong(() => 1),
        wrong(undefined),
      );
    });
    // What the asynchronous body does too late must not end the process.
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(findings(built)).toEqual([
      'FLOW1103 later: The body of later is defined by an asynchronous function',
      'FLOW1104 nothing: The body of nothing returns nothing',
      'FLOW1104 handle: The body of handle returns something that is no node',
      'FLOW1107 missing: The body of missing is no function',
      'FLOW1107 lazy: lazy has no code',
      'FLOW1112 unnamed: A node of the flow has no name',
      'FLOW1107 unnamed: unnamed has no code',
    ]);
  });

  it('in an asynchronous builder', () => {
    const built = flow(
      { name: 'later' },
      wrong(async ({ step }: Loose) => step('one', () => 1)),
    );
    expect(findings(built)).toEqual(['FLOW1103 -: The flow is defined by an asynchronous function']);
  });

  it('in options that nobody reads', () => {
    const built = flow(wrong({ name: 'options', schedule: { cron: '* * * * *' } }), ({ step, foreach, choose }) => {
      const { out } = step('one', wrong({ secret: ['x'] }), () => ({ list: [1], key: 'a' as const }));
      foreach('each', wrong({ items: out.list, batch: 5 }), (x, s) => s.step('do', () => 1));
      choose('pick', wrong({ by: out.key, default: 1 }), wrong({ a: (s: Loose) => s.step('do', () => 1) }));
    });
    expect(findings(built)).toEqual([
      'FLOW1108 -: The flow has an unknown option schedule',
      'FLOW1108 one: one has an unknown option secret',
      'FLOW1108 each: each has an unknown option batch',
      'FLOW1108 pick: pick has an unknown option default',
    ]);
    expect(built.diagnostics[2]?.hint).toBe('There are: items, tolerate, concurrency, strategy, after.');
  });

  it('in parameters, strategies and handlers', () => {
    const built = flow(
      { name: 'rest', params: { year: wrong(2024), 'the-day': param.string(), rows: param.integer({ default: 1.5 }) } },
      ({ step, foreach, input }) => {
        const twice = step('twice', () => [1]);
        twice.catch('once', () => []);
        twice.catch('again', () => []);
        foreach('each', { items: twice.out, strategy: wrong(() => 1) }, (x, s) => s.step('do', () => 1));
        foreach('rows', { items: wrong(input.rows) }, (x, s) => s.step('do', () => 1));
      },
    );
    expect(findings(built)).toEqual([
      'FLOW1111 -: Parameter year is not made with param',
      'FLOW1109 twice: twice has two handlers',
      'FLOW1110 each: strategy of each is no map strategy',
      'FLOW1002 -: A parameter cannot be named "the-day"',
      'FLOW1017 -: The default of parameter rows is not an integer',
      'FLOW1010 rows: items of rows is parameter rows (integer), not a list',
    ]);
  });

  it('in numbers of a foreach that are no parameters', () => {
    const built = flow(
      { name: 'settings', params: { many: param.integer(), any: param.json<{ n: number }>(), name: param.string() } },
      ({ step, foreach, input }) => {
        const list = step('list', () => ({ rows: [1], n: 3 }));
        foreach('each', { items: list.out.rows, concurrency: list.out.n, tolerate: { count: input.any.n } }, (x, s) =>
          s.foreach('in', { items: list.out.rows, concurrency: x, tolerate: wrong(input.many) }, (y, t) =>
            t.step('do', () => 1),
          ),
        );
        foreach('named', { items: list.out.rows, concurrency: wrong(input.name) }, (x, s) => s.step('do', () => 1));
        foreach('loose', { items: list.out.rows, tolerate: wrong({ percent: 3 }) }, (x, s) => s.step('do', () => 1));
      },
    );
    expect(findings(built)).toEqual([
      'FLOW1020 each/in: concurrency of each/in is an item of each: only a parameter can be a number there',
      'FLOW1020 each/in: tolerate of each/in is a handle, not what it holds',
      'FLOW1020 each: concurrency of each is the output of list: only a parameter can be a number there',
      'FLOW1020 each: tolerate.count of each is a part of parameter any (json), not a number',
      'FLOW1011 loose: tolerate of loose says nothing',
      'FLOW1020 named: concurrency of named is parameter name (string), not a number',
    ]);
    expect(built.diagnostics.every(({ hint }) => hint !== undefined)).toBe(true);
  });

  it('in strategies whose options are none', () => {
    const strategy = { kind: 'acme/x', package: '@acme/x', apiVersion: 1 as const };
    const built = flow({ name: 'options' }, ({ step, foreach }) => {
      const list = step('list', () => [1]);
      foreach('none', { items: list.out, strategy: wrong(strategy) }, (x, s) => s.step('do', () => 1));
      foreach('big', { items: list.out, strategy: wrong({ ...strategy, options: 1n }) }, (x, s) =>
        s.step('do', () => 1),
      );
      foreach('null', { items: list.out, strategy: wrong(null) }, (x, s) => s.step('do', () => 1));
      foreach('old', { items: list.out, strategy: wrong({ ...strategy, apiVersion: 2, options: {} }) }, (x, s) =>
        s.step('do', () => 1),
      );
    });
    expect(findings(built)).toEqual([
      'FLOW1110 none: the strategy acme/x (@acme/x) of none has options that JSON cannot hold',
      'FLOW1110 big: the strategy acme/x (@acme/x) of big has options that JSON cannot hold',
      'FLOW1110 null: strategy of null is no map strategy',
      'FLOW1018 old: The strategy acme/x (@acme/x) of old is written for version 2 of the plugin interface',
    ]);
  });

  it('in nodes that come back from another scope', () => {
    let leaked: Ref<number> | undefined;
    const built = flow({ name: 'leaks' }, ({ step, foreach }) => {
      const list = step('list', () => [1]);
      foreach('each', { items: list.out }, (x, s) => {
        leaked = x;
        return s.step('one', { after: [list] }, () => 1);
      });
      if (leaked) step('use', { in: { leaked } }, () => 1);
    });
    expect(findings(built)).toEqual([
      'FLOW1006 use: use: input leaked is the item of each, but is not inside of it',
      'FLOW1005 each/one: each/one is to run after list, which is in another scope',
    ]);
  });

  it('in the wrong type of an option', () => {
    const built = flow({ name: 'types' }, ({ step }) => step('one', { retry: wrong({ attempts: 'three' }) }, () => 1));
    expect(findings(built)).toEqual(['FLOW1001 one: /body/nodes/0/retry/attempts is not a number']);
  });
});

describe('a builder that has ended', () => {
  it('refuses what comes later', () => {
    let kept: ((name: string, run: () => number) => unknown) | undefined;
    flow({ name: 'over' }, ({ step }) => {
      kept = step;
      return step('one', () => 1);
    });
    expect(() => kept?.('two', () => 2)).toThrow(
      expect.objectContaining({ code: 'BUILDER_ENDED', message: 'two was defined after the flow was complete' }),
    );
  });

  it('lets through the errors of its own code', () => {
    expect(() =>
      flow({ name: 'throws' }, () => {
        throw new RangeError('mine');
      }),
    ).toThrow(RangeError);
  });
});

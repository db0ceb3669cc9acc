import { describe, expect, it } from '@jest/globals';
import { lambda } from '@flowmap/compute-lambda';
import type { FlowGraph, NodeId } from '@flowmap/graph';
import { adaptive } from '@flowmap/map-adaptive';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { dynamodbRunStates } from '@flowmap/metadata-dynamodb/states';
import { compile, type CompileOptions, forecastOf, type MapStrategy } from '../../src/index.js';
import type { MapState } from '../../src/language/index.js';

/** Two foreachs over one list, the second with a foreach in it. */
const GRAPH: FlowGraph = {
  schemaVersion: 1,
  name: 'test',
  params: {},
  body: {
    nodes: [
      { kind: 'step', id: 'list', in: {} },
      foreach('one', { kind: 'step', id: 'one/do', in: {} }),
      foreach('two', foreach('two/in', { kind: 'step', id: 'two/in/do', in: {} })),
    ],
  },
};
const ITEMS = { items: { one: 2, two: 2, 'two/in': 2 } };

function foreach(id: string, ...nodes: FlowGraph['body']['nodes'][number][]): FlowGraph['body']['nodes'][number] {
  return { kind: 'foreach', id, items: { node: 'list', path: [] }, body: { nodes } };
}

/** The graph with strategies on some of its foreachs, and what else compiling takes. */
function given(strategies: { readonly [foreach: NodeId]: unknown }, fallback: unknown = inline()) {
  const chosen = new Map(Object.entries(strategies)) as unknown as CompileOptions['strategies'];
  const withSpecs = JSON.parse(JSON.stringify(GRAPH), (_, value: { id?: string }) => {
    const own = typeof value === 'object' && value !== null ? chosen.get(value.id ?? '') : undefined;
    return own ? { ...value, strategy: { kind: own.kind, apiVersion: 1, options: {} } } : value;
  }) as FlowGraph;
  const options: CompileOptions = {
    strategies: chosen,
    fallback: fallback as MapStrategy,
    computes: { default: lambda() },
    run: dynamodbRunStates(),
    target: {
      ...{ deployment: 'test', partition: 'aws', region: 'us-east-1', account: '123456789012' },
      ...{ machine: 'test', table: 'flowmap', bucket: 'artifacts', code: '0123456789ab' },
    },
  };
  return { graph: withSpecs, options };
}

const linesOf = (found: ReturnType<typeof compile>['diagnostics']): readonly string[] =>
  found.map(({ code, at, message }) => `${code} ${at}: ${message}`);
const found = (strategies: { readonly [foreach: NodeId]: unknown }, fallback?: unknown): readonly string[] => {
  const { graph, options } = given(strategies, fallback);
  return linesOf(compile(graph, options).diagnostics);
};

/** Inline, as if somebody else had made it. */
const acme = (changes: Partial<MapStrategy> = {}): MapStrategy => ({
  ...inline(),
  kind: 'acme/shards',
  package: '@acme/shards',
  ...changes,
});
const throwing = (): never => {
  throw new TypeError('no shards');
};

describe('a value that is no strategy', () => {
  it.each<[string, unknown, string]>([
    [
      'of a later interface',
      { ...acme(), apiVersion: 2 },
      'the strategy acme/shards (@acme/shards) has apiVersion 2; this compiler knows 1',
    ],
    ['without lower', { ...acme(), lower: undefined }, 'the strategy acme/shards (@acme/shards) has no method lower'],
    ['without a kind', { ...acme(), kind: '' }, 'the strategy has no kind'],
    ['with a package that is no name', { ...acme(), package: 7 }, 'the strategy acme/shards names no package'],
  ])('%s is refused by name', (_, strategy, message) => {
    expect(found({ two: inline(), 'two/in': inline() }, strategy)).toEqual([`FLOW3001 one: ${message}`]);
    expect(found({ one: adaptive([{ upTo: 3, use: strategy as MapStrategy }, { use: inline() }]) })).toContain(
      `FLOW3001 one: ${message}`,
    );
  });

  it('names the package whose version is to be installed', () => {
    const { graph, options } = given({ one: { ...acme(), apiVersion: 2 } });
    expect(compile(graph, options).diagnostics[0]?.hint).toContain('the version of @acme/shards that goes with');
  });
});

describe('a strategy that throws', () => {
  it.each(['check', 'lower'] as const)('in %s is named with its package', (method) => {
    const [line, ...more] = found({ one: acme({ [method]: throwing }) });
    expect([line, more]).toEqual([
      `FLOW3002 one: the strategy acme/shards (@acme/shards) threw in ${method}: no shards`,
      [],
    ]);
  });

  it('in estimate is named with its package, and the rest of the run is forecast', () => {
    const { graph, options } = given({ one: acme({ estimate: throwing }) });
    const { forecast, diagnostics } = forecastOf(graph, options, ITEMS);
    expect(linesOf(diagnostics).slice(0, 2)).toEqual([
      'FLOW3002 one: the strategy acme/shards (@acme/shards) threw in estimate: no shards',
      'FLOW5003 one: the strategy acme/shards (@acme/shards) does not say what one takes, so nothing of it is in the forecast',
    ]);
    expect(forecast?.unknown).toEqual(['one']);
  });

  it('in check when it is told a number of items is named too', () => {
    const check: MapStrategy['check'] = (_, { items }) => (items === undefined ? [] : throwing());
    const { graph, options } = given({ one: acme({ check }) });
    expect(linesOf(forecastOf(graph, options, ITEMS).diagnostics)).toEqual([
      'FLOW3002 one: the strategy acme/shards (@acme/shards) threw in check: no shards',
    ]);
  });

  it.each([
    ['lower', undefined, 'gave something from lower that is no fragment'],
    ['lower', { start: 'x', states: {} }, 'gave something from lower that is no fragment'],
    ['check', { code: 'x' }, 'gave something from check that is no list'],
  ])('or gives from %s %j is refused', (method, value, words) => {
    expect(found({ one: acme({ [method]: () => value }) })).toEqual([
      `FLOW3002 one: the strategy acme/shards (@acme/shards) ${words}`,
    ]);
  });
});

describe('a state that breaks a rule', () => {
  /** A strategy that leaves a state with a field which no state has. */
  const spoiling = (how: (state: MapState) => MapState): MapStrategy =>
    acme({
      lower: (node, context) => {
        const fragment = inline().lower(node, context);
        const state = fragment.states[fragment.start] as MapState;
        return { ...fragment, states: { [fragment.start]: how(state) } };
      },
    });

  it('is laid to the strategy of the foreach that emitted it, however deep', () => {
    const strategy = spoiling((state) => ({ ...state, MaxConcurrency: -1 }));
    for (const at of ['one', 'two', 'two/in']) {
      const { graph, options } = given({ [at]: strategy });
      const errors = compile(graph, options).diagnostics.filter(({ severity }) => severity === 'error');
      expect(errors.map((error) => [error.code, error.at])).toEqual([['FLOW4001', at]]);
      expect(errors[0]?.message).toContain(
        `the strategy acme/shards (@acme/shards) emitted for ${at} what the language`,
      );
      expect(errors[0]?.hint).toContain('@acme/shards');
    }
  });

  it('is not laid to the strategy around it where it belongs to a step', () => {
    const { graph, options } = given({}, acme());
    const compute = lambda();
    const task: typeof compute.task = (call, target) => {
      const lowered = compute.task(call, target);
      return call.step.id === 'list' ? lowered : { ...lowered, state: { ...lowered.state, TimeoutSeconds: -1 } };
    };
    const { diagnostics } = compile(graph, { ...options, computes: { default: { ...compute, task } } });
    expect(diagnostics.map(({ code, at }) => `${code} ${at}`)).toEqual(['FLOW4001 ', 'FLOW4001 ']);
    expect(diagnostics[0]?.hint).toContain('A compute emitted');
  });
});

describe('two strategies of one kind', () => {
  const words =
    'two strategies are called acme/shards: that of one comes from @acme/shards, that of two from @acme/other';

  it('are told by the packages that they come from', () => {
    expect(found({ one: acme(), two: acme({ package: '@acme/other' }) })).toEqual([`FLOW3004 two: ${words}`]);
  });

  it('also where one is the default, or a part of adaptive', () => {
    expect(found({ one: acme(), 'two/in': inline() }, acme({ package: '@acme/other' }))).toEqual([
      `FLOW3004 two: ${words}`,
    ]);
    const mixed = adaptive([{ upTo: 5, use: acme({ package: '@acme/other' }) }, { use: distributed() }]);
    expect(found({ one: acme(), two: mixed })).toEqual([`FLOW3004 two: ${words}`]);
  });

  it('are told where one of them names no package', () => {
    const { package: _, ...silent } = acme();
    expect(found({ one: acme(), two: silent })).toEqual([
      'FLOW3004 two: two strategies are called acme/shards: that of one comes from @acme/shards, that of two from a package that it does not name',
    ]);
  });

  it('are fine where they come from one package', () => {
    expect(found({ one: acme(), two: acme() })).toEqual([]);
  });
});

it('a kind without a vendor is ours alone', () => {
  expect(found({ one: acme({ kind: 'shards' }) })).toEqual([
    'FLOW3005 one: the strategy shards (@acme/shards) has a kind without a vendor, as only strategies of flowmap itself have',
  ]);
  const { package: _, ...silent } = inline();
  expect(found({ one: silent })[0]).toContain('FLOW3005 one: the strategy inline has a kind without a vendor');
});

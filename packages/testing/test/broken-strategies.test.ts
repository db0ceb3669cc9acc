import { describe, expect, jest, test } from '@jest/globals';
import type { AslFragment, MapStrategy } from '@flowmap/asl';
import type { MapState, States } from '@flowmap/asl/language';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { describeMapStrategy } from '@flowmap/testing';

jest.setTimeout(60_000);

/** A strategy that breaks the contract in one way, and the checks that have to see it. */
interface Broken {
  readonly how: string;
  readonly strategy: MapStrategy;
  readonly seen: RegExp;
}

/** A strategy whose fragment is changed. */
function changed(strategy: MapStrategy, change: (fragment: AslFragment) => AslFragment): MapStrategy {
  return { ...strategy, lower: (foreach, context) => change(strategy.lower(foreach, context)) };
}

/** A strategy whose Map state is changed. */
function withMap(strategy: MapStrategy, change: (state: MapState) => Partial<MapState>): MapStrategy {
  return changed(strategy, (fragment) => {
    const state = fragment.states[fragment.start] as MapState;
    return { ...fragment, states: { ...fragment.states, [fragment.start]: { ...state, ...change(state) } } };
  });
}

const BROKEN: readonly Broken[] = [
  {
    how: 'takes a missing count for an empty list',
    strategy: withMap(inline(), () => ({ Items: '{% [0..$states.input.f.each - 1] %}' })),
    seen: /a count that is missing fails/,
  },
  {
    how: 'makes the ItemSelector itself, and forgets the scopes around it',
    strategy: withMap(inline(), () => ({
      ItemSelector: { run: '{% $states.input.run %}', i: '{% $string($states.context.Map.Item.Value) %}' },
    })),
    seen: /in itself: facts of outer scopes/,
  },
  {
    how: 'forgets the last item',
    strategy: withMap(inline(), ({ Items }) => ({
      Items: `{% $filter(${expression(Items)}, function($k) { $k != 1 }) %}`,
    })),
    seen: /2 items of one step give their results/,
  },
  {
    how: 'gives its children the run of their own execution',
    strategy: withMap(distributed(), ({ ItemProcessor, ItemSelector }) => ({
      ItemSelector: { ...(ItemSelector as object), run: '{% $states.context.Map.Item.Index & $states.input.run %}' },
      ...(ItemProcessor ? { ItemProcessor } : {}),
    })),
    seen: /1 items of one step give their results/,
  },
  {
    how: 'hands on other state data than it was given',
    strategy: changed(inline(), (fragment) => {
      const before: States = {
        'each.shape': {
          Type: 'Pass',
          Output: { run: '{% $states.input.run %}', i: "{% 'x' %}", f: '{% $states.input.f %}' },
          Next: fragment.start,
        },
      };
      return { ...fragment, start: 'each.shape', states: { ...before, ...fragment.states } };
    }),
    seen: /the state behind a foreach of one step sees what the foreach saw/,
  },
  {
    how: 'asks for no rights',
    strategy: changed(distributed(), (fragment) => ({ ...fragment, policies: [] })),
    seen: /there is a right for everything/,
  },
  {
    how: 'counts failed batches for items',
    strategy: changed(distributed({ batch: 5 }), (fragment) => ({
      ...fragment,
      exits: fragment.exits.map((exit) => ({ ...exit, succeeded: '$count($states.result) * 5' })),
    })),
    seen: /tolerance of count 3 of 40 items/,
  },
  {
    how: 'takes a foreach for settled that nobody settled',
    strategy: changed(distributed({ batch: 5 }), (fragment) => ({
      ...fragment,
      exits: fragment.exits.map((exit) => ({ ...exit, settled: true })),
    })),
    seen: /tolerance of count 3 of 40 items/,
  },
  {
    how: 'forgets the key of the bucket',
    strategy: changed(distributed({ results: 'manifest' }), (fragment) => ({
      ...fragment,
      policies: fragment.policies.filter(({ Action }) => !Action.includes('kms:Decrypt')),
    })),
    seen: /key of a bucket that is encrypted/,
  },
  {
    how: 'has different names each time',
    strategy: (() => {
      let times = 0;
      return changed(inline(), (fragment) => {
        times += 1;
        const name = `${fragment.start}-${times}`;
        const { [fragment.start]: start, ...rest } = fragment.states;
        return {
          ...fragment,
          start: name,
          states: { ...rest, ...(start ? { [name]: start } : {}) },
          exits: fragment.exits.map((exit) => ({ ...exit, state: name })),
        };
      });
    })(),
    seen: /the same flow gives the same bytes/,
  },
  {
    how: 'runs as many items at once as it likes',
    strategy: withMap(inline(), () => ({ MaxConcurrency: 40 })),
    seen: /at most 1 items of one step run at once/,
  },
  {
    how: 'carries the items in its state data',
    strategy: changed(inline(), (fragment) => {
      const before: States = {
        'each.list': {
          Type: 'Pass',
          Output: '{% $merge([$states.input, {"all": [1..$states.input.f.each]}]) %}',
          Next: fragment.start,
        },
      };
      return { ...fragment, start: 'each.list', states: { ...before, ...fragment.states } };
    }),
    seen: /nothing grows with the number of items of one step/,
  },
];

/** The inside of a template of one expression. */
function expression(template: unknown): string {
  return String(template).replace(/^\{% | %\}$/g, '');
}

/** The checks of the suite that a strategy breaks, among those whose names match. */
async function brokenChecks(strategy: MapStrategy, which: RegExp): Promise<readonly string[]> {
  const checks: { readonly name: string; readonly run: () => Promise<void> }[] = [];
  describeMapStrategy(strategy, { describe: (_, body) => body(), it: (name, run) => checks.push({ name, run }) });
  const broken: string[] = [];
  for (const { name, run } of checks.filter((check) => which.test(check.name))) {
    await run().catch(() => broken.push(name));
  }
  return broken;
}

describe('the contract suite sees a strategy that', () => {
  test.each(BROKEN)('$how', async ({ strategy, seen }) => {
    expect(await brokenChecks(strategy, seen)).not.toEqual([]);
  });

  test.each(BROKEN)('(and not one that does not: $how)', async ({ seen }) => {
    expect(await brokenChecks(inline(), seen)).toEqual([]);
  });
});

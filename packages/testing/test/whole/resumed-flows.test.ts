import { expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { MapStrategy } from '@flowmap/asl';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { flow, type Flow } from '@flowmap/flow';
import { RESUME_FIELD } from '@flowmap/graph';
import { adaptive } from '@flowmap/map-adaptive';
import { batchArray } from '@flowmap/map-batch-array';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { inMemory, inMemoryStores } from '@flowmap/testing';
import { plans } from './random/arbitrary.js';
import { build, type Watch } from './random/build.js';
import { dependents, stepsOf } from './random/dependents.js';
import { evaluate } from './random/evaluate.js';
import { finishedIn } from './random/finished.js';
import type { Plan } from './random/plan.js';
import { comparable } from './random/work.js';

jest.setTimeout(300_000);

const STRATEGIES = [
  inline(),
  distributed(),
  distributed({ batch: 2 }),
  adaptive([{ upTo: 1, use: inline() }, { use: distributed({ batch: 2 }) }]),
];
const BATCH = batch({ queue: 'jobs' });
const RUNS = Number(process.env['FLOWMAP_RANDOM_FLOWS'] ?? 25);
const DEPLOYMENT = 'random';

interface Calls {
  /** By the address without the run: what the step's code was given last. */
  readonly given: Map<string, string>;
  readonly names: Map<string, string>;
  readonly watch: Watch;
}

/** Notes calls, and lets some fail. */
function calls(fails: (name: string, address: string) => boolean = () => false): Calls {
  const given = new Map<string, string>();
  const names = new Map<string, string>();
  const watch: Watch = ({ name, address, inputs }) => {
    const place = address.split('/').slice(2).join('/');
    given.set(place, JSON.stringify(withoutStacks(inputs)));
    names.set(place, name);
    if (fails(name, address)) throw new Error(`${name} is broken`);
  };
  return { given, names, watch };
}

function withoutStacks(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutStacks);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'stack')
      .map(([name, part]) => [name, withoutStacks(part)]),
  );
}

function expected(plan: Plan, params: Parameters<typeof evaluate>[1]): unknown {
  try {
    return { result: comparable(evaluate(plan, params)) };
  } catch {
    return 'FAILED';
  }
}

const cases = fc.record({
  plan: plans(),
  params: fc.record({ list: fc.array(fc.nat(9), { maxLength: 5 }), mode: fc.constantFrom('a', 'b', 'c') }),
  fallback: fc.nat(STRATEGIES.length - 1),
  onBatch: fc.boolean(),
  chosen: fc.nat(30),
  pace: fc.nat(1_000),
});

async function inTwoRuns(
  { plan, params, fallback, onBatch, pace }: typeof cases extends fc.Arbitrary<infer Case> ? Case : never,
  [first, second]: readonly [Calls, Calls],
  from?: string,
): Promise<{ readonly got: unknown; readonly finished: ReadonlySet<string> }> {
  const stores = inMemoryStores();
  const options = {
    fallback: STRATEGIES[fallback]!,
    computes: { default: onBatch ? BATCH : lambda(), batch: BATCH },
  };
  const how = {
    stores,
    delay: ({ step, i }: { step: string; i: string }) => (pace * (step.length + i.length * 13)) % 50,
  };
  await inMemory(build(plan, STRATEGIES, first.watch), options).run({ ...how, params, run: 'first' });
  const finished = await finishedIn(stores.objects, DEPLOYMENT, 'first');
  const resumes = { run: 'first', ...(from !== undefined && { from }) };
  const again = await inMemory(build(plan, STRATEGIES, second.watch), options).run({
    ...how,
    params: { ...params, [RESUME_FIELD]: resumes },
    run: 'second',
  });
  const { status } = again.outcome;
  return { got: status === 'SUCCEEDED' ? { result: comparable(await again.result()) } : status, finished };
}

const leaf = { uses: [], after: [], unlucky: false, caught: false, flaky: false, onBatch: false };
const over = { kind: 'foreach', tolerate: undefined, strategy: undefined, concurrency: undefined } as const;
/** One of two items that another foreach goes over is made again, and what goes over it needs neither. */
const OVER_RESULTS: typeof cases extends fc.Arbitrary<infer Case> ? Case : never = {
  plan: {
    nodes: [
      { ...leaf, kind: 'step', name: 'n1', uses: [{ name: '$mode', path: [] }] },
      {
        ...over,
        name: 'n2',
        items: { name: 'n1', path: ['rows'] },
        body: { nodes: [{ ...leaf, kind: 'step', name: 'n3', caught: true }], result: 'n3' },
      },
      {
        ...over,
        name: 'n4',
        items: { name: 'n2', path: [] },
        body: { nodes: [{ ...leaf, kind: 'step', name: 'n5' }], result: 'n5' },
      },
    ],
    result: 'n1',
  },
  params: { list: [], mode: 'b' },
  fallback: 0,
  onBatch: false,
  chosen: 1,
  pace: 0,
};

test('a run that resumes a broken one gives what a fresh one gives, and does nothing again that was done', async () => {
  let reused = 0;
  const property = fc.asyncProperty(cases, async (one) => {
    const steps = stepsOf(one.plan);
    const broken = steps[one.chosen % steps.length];
    // One item or all of them.
    const first = calls((name, address) => name === broken && (one.chosen % 2 === 0 || /[02468]$/.test(address)));
    const second = calls();
    const { got, finished } = await inTwoRuns(one, [first, second]);
    expect(got).toEqual(expected(one.plan, one.params));
    const again = [...finished].filter((place) => second.given.get(place) === first.given.get(place));
    expect(again.filter((place) => second.given.has(place))).toEqual([]);
    reused += finished.size;
  });
  await fc.assert(property, { numRuns: RUNS, examples: [[OVER_RESULTS]] });
  expect(reused).toBeGreaterThan(RUNS);
});

test('from a step on, that step and all that depends on it runs again, and nothing else that was done', async () => {
  const property = fc.asyncProperty(cases, async (one) => {
    const steps = stepsOf(one.plan);
    const from = steps[one.chosen % steps.length]!;
    const [first, second] = [calls(), calls()];
    const flow = build(one.plan, STRATEGIES);
    const id = [...flow.functions.keys()].find((node) => node.split('/').at(-1) === from)!;
    const { got, finished } = await inTwoRuns(one, [first, second], id);
    const should = expected(one.plan, one.params);
    expect(got).toEqual(should);
    const after = dependents(one.plan, from);
    const isAfter = (place: string): boolean => after.has(first.names.get(place) ?? '');
    const same = [...finished].filter((place) => second.given.get(place) === first.given.get(place));
    expect(same.filter((place) => second.given.has(place) && !isAfter(place))).toEqual([]);
    if (should === 'FAILED') return;
    expect([...finished].filter((place) => isAfter(place) && !second.given.has(place))).toEqual([]);
  });
  await fc.assert(property, { numRuns: RUNS });
});

interface Ran {
  readonly codes: readonly string[];
  readonly invocations: number;
  readonly result: unknown;
}

/** A flow over six items of which the fourth is broken in the first run; what ran in the second one. */
async function sixItems(before: MapStrategy, now: MapStrategy, change: { readonly add?: number } = {}): Promise<Ran> {
  const stores = inMemoryStores();
  const codes: string[] = [];
  const made = (broken: boolean, add: number): Flow =>
    flow({ name: DEPLOYMENT }, ({ step, foreach }) => {
      const start = step('start', () => {
        codes.push('start');
        return { numbers: [0, 1, 2, 3, 4, 5], add };
      });
      const each = foreach('each', { items: start.out.numbers }, (n, inner) =>
        inner.step('double', { in: { n } }, ({ in: { n } }) => {
          codes.push(`double ${n}`);
          if (broken && n === 3) throw new Error('broken');
          return 2 * n;
        }),
      );
      return step('sum', { in: { all: each.out, add: start.out.add } }, async ({ in: { all, add } }) => {
        codes.push('sum');
        return (await all.toArray()).reduce((a, b) => a + b, add);
      });
    });
  const options = { computes: { default: BATCH } };
  await inMemory(made(true, 0), { ...options, fallback: before }).run({ stores, run: 'first' });
  codes.length = 0;
  const from = change.add === undefined ? {} : { from: 'start' };
  const run = await inMemory(made(false, change.add ?? 0), { ...options, fallback: now }).run({
    stores,
    run: 'second',
    params: { [RESUME_FIELD]: { run: 'first', ...from } },
  });
  return { codes, invocations: run.invocations.length, result: await run.result() };
}

test('children of array jobs take what earlier ones did, and batches what ran alone', async () => {
  const again = ['double 3', 'sum'];
  expect(await sixItems(batchArray(), batchArray())).toMatchObject({ codes: again, result: 30 });
  expect(await sixItems(batchArray(), distributed({ batch: 2 }))).toMatchObject({ codes: again, result: 30 });
});

test('what depends on the step from which all is done again runs again though its inputs are equal', async () => {
  const { codes, result } = await sixItems(batchArray(), batchArray(), { add: 1 });
  expect(result).toBe(31);
  // From `start` on all that depends on it runs again.
  expect(codes.toSorted()).toEqual([
    'double 0',
    'double 1',
    'double 2',
    'double 3',
    'double 4',
    'double 5',
    'start',
    'sum',
  ]);
});

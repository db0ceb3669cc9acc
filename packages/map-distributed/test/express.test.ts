import { describe, expect, it } from '@jest/globals';
import { validate } from '@flowmap/asl/language';
import { batch } from '@flowmap/compute-batch';
import { lambda } from '@flowmap/compute-lambda';
import { flow, param, type Flow, type StepDefaults, type Tolerable } from '@flowmap/flow';
import { distributed } from '@flowmap/map-distributed';
import { inline } from '@flowmap/map-inline';
import { diagnosticsOf, inMemory, missingRights } from '@flowmap/testing';

const PARAMS = { items: param.integer({ default: 40 }), bad: param.integer({ default: 0 }) };
const SHAPES = ['one step', 'several steps'] as const;
type Shape = (typeof SHAPES)[number];
const STRATEGIES = [
  ['alone', distributed({ children: 'EXPRESS' })],
  ['in batches of 7', distributed({ batch: 7, children: 'EXPRESS' })],
] as const;

interface Given {
  readonly strategy?: ReturnType<typeof distributed>;
  readonly tolerate?: Tolerable;
  readonly options?: StepDefaults;
}

/** Each of a list of numbers is squared; the first `bad` of them fail. */
function squares(
  shape: Shape,
  { strategy = distributed({ children: 'EXPRESS' }), options, ...more }: Given = {},
): Flow {
  return flow({ name: 'squares', params: PARAMS }, ({ step, foreach }) => {
    const start = step('start', ({ params }) => Array.from({ length: params.items }, (_, k) => k));
    const each = foreach('each', { items: start.out, strategy, ...more }, (k, s) => {
      const first = s.step('first', { timeout: 20, ...options, in: { k } }, ({ in: given, params }) => {
        if (given.k < params.bad) throw new Error('bad');
        return given.k ** 2;
      });
      return shape === 'one step' ? first : s.step('last', { timeout: 20, in: { x: first.out } }, ({ in: { x } }) => x);
    });
    return step('join', { in: { each: each.out } }, async ({ in: given }) => {
      const all = (await given.each.toArray()) as readonly unknown[];
      return all.map((one) => (typeof one === 'object' ? (one as { readonly ok: boolean }).ok : one));
    });
  });
}

const wordsOf = (subject: Flow, computes = { default: lambda() }): readonly string[] =>
  diagnosticsOf(subject, { computes: { ...computes, batch: batch({ queue: 'jobs' }) } }).map(
    ({ code, severity, at, message }) => `${severity} ${code} ${at}: ${message}`,
  );

describe.each(STRATEGIES)('EXPRESS children %s', (_, strategy) => {
  describe.each(SHAPES)('of %s', (shape) => {
    it('are what the service takes, with a right for all that they do', () => {
      const { compiled, target } = inMemory(squares(shape, { strategy }));
      expect(JSON.stringify(compiled.definition)).toContain('"ExecutionType":"EXPRESS"');
      expect(validate(compiled.definition)).toEqual([]);
      expect(missingRights(compiled.definition, compiled.policies, target)).toEqual([]);
      expect(compiled.diagnostics).toEqual([]);
    });

    it.each([0, 1, 40, 1_000])('give %i results in item order', async (items) => {
      const run = await inMemory(squares(shape, { strategy })).run({
        params: { items },
        delay: ({ i, from = 0 }) => 1 + ((Number(i || from) * 7_919) % 101),
      });
      expect(run.outcome).toMatchObject({ status: 'SUCCEEDED' });
      expect(await run.result()).toEqual(Array.from({ length: items }, (__, k) => k ** 2));
      expect(run.counts.express).toBe(run.counts.executions - 1);
    });

    it('tolerate to the item', async () => {
      const compiled = inMemory(squares(shape, { strategy, tolerate: { count: 3 } }));
      const good = await compiled.run({ params: { bad: 3 } });
      expect(await good.result()).toEqual(Array.from({ length: 40 }, (__, k) => k >= 3));
      const more = await compiled.run({ params: { bad: 4 } });
      expect(more.outcome).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('4 of 40 items failed') });
    });

    it('fail the run where none may fail', async () => {
      const { outcome, invocations } = await inMemory(squares(shape, { strategy })).run({ params: { bad: 1 } });
      expect(outcome.status).toBe('FAILED');
      expect(invocations.some(({ step }) => step === 'join')).toBe(false);
    });
  });

  it.each([
    ['STANDARD ones', distributed()],
    ['batches of STANDARD ones', distributed({ batch: 2 })],
    ['inline', inline()],
  ])('can be inside of %s', async (__, outer) => {
    const nested = flow({ name: 'nested', params: PARAMS }, ({ step, foreach }) => {
      const start = step('start', () => [0, 1, 2, 5]);
      const shards = foreach('shards', { items: start.out, strategy: outer }, (size, s) => {
        const list = s.step('list', { in: { size } }, ({ in: given }) =>
          Array.from({ length: given.size }, (___, k) => k),
        );
        const days = s.foreach('days', { items: list.out, strategy }, (day, t) =>
          t.step('fit', { timeout: 20, in: { day, size } }, ({ in: given }) => given.size * 10 + given.day),
        );
        return s.step('best', { in: { days: days.out } }, ({ in: given }) => given.days.toArray());
      });
      return step('join', { in: { shards: shards.out } }, ({ in: given }) => given.shards.toArray());
    });
    const run = await inMemory(nested).run();
    expect(await run.result()).toEqual([[], [10], [20, 21], [50, 51, 52, 53, 54]]);
  });
});

describe('the five minutes of an EXPRESS child', () => {
  it('are told to the worker of a range, which stops in time', async () => {
    const times: number[] = [];
    const strategy = distributed({ batch: 7, children: 'EXPRESS' });
    const run = await inMemory(squares('one step', { strategy })).run({
      params: { items: 14 },
      record: ({ type, timestamp }) => {
        if (type === 'ExecutionStarted') times.push(timestamp);
      },
    });
    const ranges = run.invocations.filter(({ step }) => step === 'each/first');
    expect(ranges).toHaveLength(2);
    expect(ranges.every(({ by }) => times.some((started) => by === started + 290_000))).toBe(true);
  });

  it('are no matter for STANDARD children', async () => {
    const run = await inMemory(squares('one step', { strategy: distributed() })).run({ params: { items: 1 } });
    expect(run.invocations.every(({ by }) => by === undefined)).toBe(true);
  });

  it('leave an item that takes longer without an answer: it is lost, and counted', async () => {
    const subject = squares('several steps', { tolerate: { count: 1 } });
    const delay = ({ step, i }: { readonly step: string; readonly i: string }): number =>
      step === 'each/last' && i === '5' ? 400_000 : 0;
    const change = (text: string): string => text.replaceAll('"TimeoutSeconds":20,', '');
    const run = await inMemory(subject).run({
      params: { items: 8 },
      delay,
      change: (definition) => JSON.parse(change(JSON.stringify(definition))) as typeof definition,
    });
    expect(run.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(await run.result()).toEqual(Array.from({ length: 8 }, (_, k) => k !== 5));
  });
});

describe('what cannot be EXPRESS', () => {
  const refused = 'error FLOW3206 each: its children cannot be EXPRESS:';

  it('is a body on AWS Batch', () => {
    const job = wordsOf(squares('one step', { options: { resources: { on: 'batch' }, timeout: 280 } }));
    expect(job).toEqual([`${refused} each/first waits for a job (batch:submitJob.sync)`]);
  });

  it('is a body with a distributed map in it, whichever strategy says so', () => {
    const strategy = distributed({ children: 'EXPRESS' });
    const around = flow({ name: 'around' }, ({ step, foreach }) => {
      const start = step('start', () => [[1]]);
      foreach('each', { items: start.out, strategy }, (list, s) =>
        s.foreach('in', { items: list, strategy: distributed() }, (_, t) => t.step('do', { timeout: 1 }, () => 1)),
      );
    });
    expect(wordsOf(around)).toEqual([`${refused} each/in is a distributed Map`]);
  });

  it.each([
    ['timeouts that together are too long', 'several steps', { timeout: 280 }, 300],
    ['attempts that together are too long', 'one step', { timeout: 99, retry: { attempts: 3 } }, 300],
  ] as const)('is a body with %s', (_, shape, options, seconds) => {
    expect(wordsOf(squares(shape, { options }))).toEqual([
      `${refused} by its timeouts and retries one item may take ${seconds} s, and an EXPRESS execution has 300`,
    ]);
  });

  it('is not a body whose timeouts just fit', () => {
    expect(wordsOf(squares('several steps', { options: { timeout: 279 } }))).toEqual([]);
  });

  it('is no other kind of children', () => {
    const children = 'express' as 'EXPRESS';
    expect(wordsOf(squares('one step', { strategy: distributed({ children }) }))).toEqual([
      'error FLOW3208 each: children is "express"',
    ]);
  });
});

describe('what may not end in time', () => {
  it('are steps without a timeout', () => {
    const free = flow({ name: 'free' }, ({ step, foreach }) => {
      const start = step('start', () => [1]);
      foreach('each', { items: start.out, strategy: distributed({ children: 'EXPRESS' }) }, (_, s) => {
        s.step('one', () => 1);
        return s.step('two', () => 2);
      });
    });
    expect(wordsOf(free)).toEqual([
      'warning FLOW3207 each: no timeout: each/one, each/two; all that is in an EXPRESS child ends after 300 s',
    ]);
  });

  it('are batches whose items may take too long one after the other', () => {
    const strategy = distributed({ batch: 240, children: 'EXPRESS' });
    expect(wordsOf(squares('one step', { strategy }))).toEqual([
      'warning FLOW3207 each: by its timeouts a batch of 240 may take 300 s; an EXPRESS child has 300',
    ]);
  });
});

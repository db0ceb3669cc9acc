import { flow, withSteps, type AnySteps, type Flow } from '@flowmap/flow';
import { expectTypeOf } from 'expect-type';

/** The steps of a flow. */
type StepsOf<F> = F extends Flow<never, unknown, infer S> ? S : never;

const delays = flow({ name: 'delays' }, ({ step, foreach, choose }) => {
  const start = step('start', () => ({ chunks: [['a'], ['b']], kind: 'small' as 'small' | 'large' }));
  const perChunk = foreach('perChunk', { items: start.out.chunks }, (chunk, s) => {
    const rows = s.foreach('perRow', { items: chunk, tolerate: { count: 1 } }, (row, r) =>
      r.step('fit', { in: { row } }, ({ in: given }) => given.row.length).catch('unfit', () => 'none' as const),
    );
    const best = s.step('best', { in: { rows: rows.out }, env: { MODEL: 'm' } }, async ({ in: given }) => [
      given.rows.count,
    ]);
    return withSteps(best, rows);
  });
  const kind = choose('size', start.out.kind, {
    small: (s) => s.step('quick', () => new Date()),
    large: (s) => s.step('slow', () => new Map<string, number>()),
  });
  const report = step('report', { in: { all: perChunk.out } }, async ({ in: { all } }) => ({ late: all.count }));
  return withSteps(report, start, perChunk, kind);
});

expectTypeOf<StepsOf<typeof delays>>().toEqualTypeOf<{
  readonly start: { chunks: string[][]; kind: 'small' | 'large' };
  readonly 'perChunk/perRow/fit': number;
  readonly 'perChunk/perRow/unfit': 'none';
  readonly 'perChunk/best': number[];
  readonly 'size/small/quick': Date;
  readonly 'size/large/slow': Map<string, number>;
  readonly report: { late: number };
}>();
expectTypeOf(delays).toExtend<Flow<never, { late: number }>>();
expectTypeOf(delays).toExtend<Flow>();

// Without withSteps the node that is returned is known, and there may be others.
const loose = flow({ name: 'loose' }, ({ step, foreach }) => {
  const start = step('start', () => [1, 2]);
  return foreach('each', { items: start.out }, (n, s) =>
    s.step('twice', { in: { n } }, ({ in: given }) => given.n * 2),
  );
});
type Loose = StepsOf<typeof loose>;
expectTypeOf<Loose['each/twice']>().toEqualTypeOf<number>();
expectTypeOf<Loose['start']>().toEqualTypeOf<unknown>();

const silent = flow({ name: 'silent' }, ({ step }) => void step('only', () => 1));
expectTypeOf<StepsOf<typeof silent>>().toExtend<AnySteps>();

// A single node may be named, too.
const one = flow({ name: 'one' }, ({ step }) => withSteps(step('only', () => 1)));
expectTypeOf<StepsOf<typeof one>>().toEqualTypeOf<{ readonly only: number }>();

// Names that are made at run time are paths of which only the kind is known.
const many = flow({ name: 'many' }, ({ step }) => {
  const steps = [1, 2].map((n) => step(`n${n}`, () => n));
  return withSteps(
    step('end', () => 'done'),
    ...steps,
  );
});
expectTypeOf<StepsOf<typeof many>>().toEqualTypeOf<{ readonly [path: `n${number}`]: number; readonly end: string }>();

flow({ name: 'value' }, ({ step }) => {
  const only = step('only', () => 1);
  // @ts-expect-error a value is no node
  return withSteps(only, 3);
});

// A variable may hold one node after the other.
flow({ name: 'chain' }, ({ step, foreach }) => {
  let before = step('first', () => 1);
  for (const name of ['a', 'b']) before = step(name, { in: { before: before.out } }, ({ in: given }) => given.before);
  before = step('last', () => 2);
  const each = (name: string) =>
    foreach(name, { items: step(`list-${name}`, () => [1]).out }, (n, s) => s.step('x', { in: { n } }, () => 'x'));
  let joined = foreach('one', { items: step('list', () => [1]).out }, (n, s) => s.step('y', { in: { n } }, () => 'y'));
  for (const name of ['b', 'c']) {
    step(`after-${name}`, { in: { joined: joined.out } }, ({ in: given }) => given.joined.count);
    joined = each(name);
  }
  return [before, joined][0] ?? before;
});

// The key of a case is a part of paths as it is in ids.
const cases = flow({ name: 'cases' }, ({ step, choose }) => {
  const start = step('start', () => 'a' as 'a b' | '2nd');
  const either = choose('either', start.out, {
    'a b': (s) => s.step('one', () => 1),
    '2nd': (s) => s.step('two', () => 'two'),
  });
  return withSteps(either, start);
});
expectTypeOf<StepsOf<typeof cases>>().toEqualTypeOf<{
  readonly start: 'a b' | '2nd';
  readonly 'either/a_b/one': number;
  readonly 'either/case_2nd/two': string;
}>();
